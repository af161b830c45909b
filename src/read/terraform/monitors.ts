import type { Monitor } from '../../model/inventory.ts';
import { all, anyOf, holds, no, truth, undecided, yes, type Truth } from '../../model/truth.ts';
import type { Resource } from '../input/resource.ts';
import { orDefault, readFirst, readFlag, readText, type Flaws } from './attributes.ts';
import { readSubject } from './subject.ts';

/** EventBridge rules and metric filters: what can tell somebody of what becomes of keys. */
export function readMonitors(managed: readonly Resource[], scope: string): readonly Monitor[] {
  // What is wrong with one leaves its verdict open, and is nobody else's concern.
  const flaws: Flaws = { scope, found: [] };
  const ofType = (type: string): readonly Resource[] => managed.filter((r) => r.type === type);
  const targets = ofType('aws_cloudwatch_event_target');
  return [
    ...ofType('aws_cloudwatch_event_rule').map((rule) => readRule(rule, targets, flaws)),
    ...ofType('aws_cloudwatch_log_metric_filter').map((filter) => readFilter(filter, flaws)),
  ];
}

function readRule(rule: Resource, targets: readonly Resource[], flaws: Flaws): Monitor {
  return {
    ...readSubject(rule, flaws),
    kind: 'monitor',
    type: 'eventRule',
    pattern: readText(rule, 'event_pattern', flaws),
    isHeard: all(
      isOn(rule, flaws),
      isOnDefaultBus(rule, flaws),
      anyOf(targets.map((target) => all(target.exists, isTargetOf(target, rule, flaws)))),
    ),
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

/** A target names its rule. */
function isTargetOf(target: Resource, rule: Resource, flaws: Flaws): Truth {
  const { value, references } = target.attribute('rule');
  const { branches, complete } = references;
  const named = branches.filter(({ identities }) => identities.includes(rule.identity));
  const isOnly = named.length === 1 && branches.length === 1 && complete;
  if (isOnly && named[0]?.identities.length === 1) return yes;
  const name = readFirst(rule, ['name', 'id'], flaws);
  if (value.known) return name.known ? truth(value.value === name.value) : undecided(name);
  return named.length === 0 && complete && branches.length > 0 ? no : undecided(value);
}
