import type { Change, ChangeReason } from '../../model/inventory.ts';
import type { Location } from '../../model/location.ts';
import { elementsOf, member, textMember } from '../input/json.ts';
import type { Json } from '../input/resource.ts';
import type { Entry } from '../input/entry.ts';

const knownActions: ReadonlySet<string> = new Set([
  'no-op',
  'create',
  'read',
  'update',
  'delete',
  'forget',
]);

/** Words of `action_reason`, those of OpenTofu too; others name an argument, or what no message needs. */
const reasons: ReadonlyMap<string, ChangeReason> = new Map([
  ['replace_because_tainted', 'tainted'],
  ['replace_by_request', 'requested'],
  ['replace_by_triggers', 'triggered'],
  ['delete_because_no_resource_config', 'undeclared'],
  ['delete_because_no_module', 'undeclared'],
  ['delete_because_wrong_repetition', 'fewer instances'],
  ['delete_because_count_index', 'fewer instances'],
  ['delete_because_each_key', 'fewer instances'],
  ['delete_because_enabled_false', 'fewer instances'],
]);

/** The words of `change.actions`; a new word of a later Terraform is kept. */
export function actionsOf(entry: Entry): readonly string[] {
  const actions = elementsOf(member(member(entry.json, 'change'), 'actions'));
  return actions.filter((action) => typeof action === 'string');
}

export function isDeposed(entry: Entry): boolean {
  return textMember(entry.json, 'deposed') !== null;
}

/** Whether the object is in the planned state: it has an `after`, or an action that keeps it. */
export function remains(entry: Entry): boolean {
  if (isDeposed(entry)) return false;
  const actions = actionsOf(entry);
  const goes = actions.some((action) => action === 'delete' || action === 'forget');
  if (goes && !actions.includes('create')) return false;
  return (
    (member(member(entry.json, 'change'), 'after') ?? null) !== null || actions[0] === 'create'
  );
}

/** Whether the object lives on without Terraform: one that another one replaces there does too. */
export function isForgotten(entry: Entry): boolean {
  const actions = actionsOf(entry);
  return !isDeposed(entry) && actions.includes('forget') && !actions.includes('create');
}

/** What the plan does to the object that was there before. */
export function readChangeOf(entry: Entry, at: Location): Change {
  const actions = actionsOf(entry);
  const body = member(entry.json, 'change');
  return {
    action: classify(actions),
    successor: actions.includes('create') && actions.length > 1,
    forcedBy: elementsOf(member(body, 'replace_paths')).map(printPath),
    reason: reasons.get(textMember(entry.json, 'action_reason') ?? '') ?? null,
    deposed: isDeposed(entry),
    at,
  };
}

/** Of an object that a plan with holes in it does not mention. */
export function untoldChange(at: Location): Change {
  return {
    action: 'untold',
    successor: false,
    forcedBy: [],
    reason: null,
    deposed: false,
    at,
  };
}

/** Of an object that was deleted outside of Terraform: nobody but AWS may still hold it. */
export function changeOutside(at: Location): Change {
  return { ...untoldChange(at), action: 'delete', outside: true };
}

/** Of an object that was changed outside of Terraform. */
export function updateOutside(at: Location): Change {
  return { ...untoldChange(at), action: 'update', outside: true };
}

function classify(actions: readonly string[]): Change['action'] {
  const has = (word: string): boolean => actions.includes(word);
  if (has('delete')) return has('create') ? 'replace' : 'delete';
  if (has('forget')) return 'forget';
  if (actions.some((action) => !knownActions.has(action)) || actions.length === 0) return 'unknown';
  return has('update') ? 'update' : 'none';
}

function printPath(path: Json): string {
  return elementsOf(path)
    .map((step) =>
      typeof step === 'number' ? `[${step}]` : typeof step === 'string' ? `.${step}` : '',
    )
    .join('')
    .replace(/^\./, '');
}
