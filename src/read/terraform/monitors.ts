import type { Monitor } from '../../model/inventory.ts';
import { all, anyOf, holds, truth, undecided, yes, type Truth } from '../../model/truth.ts';
import type { Value } from '../../model/value.ts';
import type { Resource } from '../input/resource.ts';
import { orDefault, readFirst, readFlag, readText, type Flaws } from './attributes.ts';
import { readSubject } from './subject.ts';

/** EventBridge rules and metric filters: what can tell somebody of what becomes of keys. */
export function readMonitors(managed: readonly Resource[], scope: string): readonly Monitor[] {
  // What is wrong with one leaves its verdict open, and is nobody else's concern.
  const flaws: Flaws = { scope, found: [] };
  const ofType = (type: string): readonly Resource[] => managed.filter((r) => r.type === type);
  const targets = indexTargets(ofType('aws_cloudwatch_event_target'));
  return [
    ...ofType('aws_cloudwatch_event_rule').map((rule) => readRule(rule, targets, flaws)),
    ...ofType('aws_cloudwatch_log_metric_filter').map((filter) => readFilter(filter, flaws)),
  ];
}

function readRule(rule: Resource, targets: Targets, flaws: Flaws): Monitor {
  return {
    ...readSubject(rule, flaws),
    kind: 'monitor',
    type: 'eventRule',
    pattern: readText(rule, 'event_pattern', flaws),
    isHeard: all(isOn(rule, flaws), isOnDefaultBus(rule, flaws), hasTarget(rule, targets, flaws)),
  };
}

/** A metric has no target: who is alarmed by it is told elsewhere. */
function readFilter(filter: Resource, flaws: Flaws): Monitor {
  return {
    ...readSubject(filter, flaws),
    kind: 'monitor',
    type: 'metricFilter',
    pattern: readText(filter, 'pattern', flaws),
    isHeard: yes,
  };
}

/** `state`, or `is_enabled` of provider versions before 5.33; a rule is on unless told otherwise. */
function isOn(rule: Resource, flaws: Flaws): Truth {
  const state = readText(rule, 'state', flaws);
  if (state.known && (state.value === null || state.value === '')) {
    return holds(orDefault(readFlag(rule, 'is_enabled', flaws), true), (on) => on);
  }
  return holds(state, (name) => name !== 'DISABLED');
}

/** AWS's own events are on the default event bus alone (EventBridge User Guide, "Event buses"). */
function isOnDefaultBus(rule: Resource, flaws: Flaws): Truth {
  const bus = orDefault(readText(rule, 'event_bus_name', flaws), 'default');
  return holds(bus, (name) => /(?:^|\/)default$/.test(name));
}

/** Targets by what they name their rule by: a plan may have thousands of both. */
interface Targets {
  readonly byName: ReadonlyMap<string, readonly Resource[]>;
  /** By the address of a rule that their argument refers to. */
  readonly byReference: ReadonlyMap<string, readonly Resource[]>;
  /** Those that may be of any rule. */
  readonly open: readonly Resource[];
}

/** So many that are not known are as good as all of them. */
const mostOpen = 8;

function indexTargets(targets: readonly Resource[]): Targets {
  const byName = new Map<string, Resource[]>();
  const byReference = new Map<string, Resource[]>();
  const open: Resource[] = [];
  for (const target of targets) {
    const { value, references } = target.attribute('rule');
    const { branches, complete } = references;
    if (value.known && typeof value.value === 'string') append(byName, value.value, target);
    for (const identity of new Set(branches.flatMap(({ identities }) => identities)))
      append(byReference, identity, target);
    if (!value.known && (!complete || branches.length === 0)) open.push(target);
  }
  return { byName, byReference, open: open.slice(0, mostOpen) };
}

function append(map: Map<string, Resource[]>, name: string, target: Resource): void {
  const group = map.get(name);
  if (group === undefined) map.set(name, [target]);
  else group.push(target);
}

function hasTarget(rule: Resource, { byName, byReference, open }: Targets, flaws: Flaws): Truth {
  const name = readFirst(rule, ['name', 'id'], flaws);
  const named = name.known ? (byName.get(name.value) ?? []) : someOf(byName);
  const found = new Set([...(byReference.get(rule.identity) ?? []), ...named, ...open]);
  return anyOf([...found].map((target) => all(target.exists, isTargetOf(target, rule, name))));
}

function someOf(byName: Targets['byName']): readonly Resource[] {
  return [...byName.values()].slice(0, mostOpen).flatMap(([first]) => first ?? []);
}

/** A target names its rule. */
function isTargetOf(target: Resource, rule: Resource, name: Value<string>): Truth {
  const { value, references } = target.attribute('rule');
  const [branch, ...others] = references.branches;
  const [identity, ...more] = branch?.identities ?? [];
  const isOne = references.complete && others.length + more.length === 0;
  if (isOne && identity === rule.identity) return yes;
  if (!value.known) return undecided(value);
  return name.known ? truth(value.value === name.value) : undecided(name);
}
