import type { Change } from '../../model/inventory.ts';
import type { Location } from '../../model/location.ts';
import { elementsOf, member, textMember } from '../input/json.ts';
import type { Json } from '../input/resource.ts';
import type { Entry } from './document.ts';

const knownActions: ReadonlySet<string> = new Set([
  'no-op',
  'create',
  'read',
  'update',
  'delete',
  'forget',
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

/** What the plan does to the object that was there before. */
export function readChangeOf(entry: Entry, at: Location): Change {
  const actions = actionsOf(entry);
  const body = member(entry.json, 'change');
  return {
    action: classify(actions),
    successor: actions.includes('create') && actions.length > 1,
    forcedBy: elementsOf(member(body, 'replace_paths')).map(printPath),
    tainted: textMember(entry.json, 'action_reason') === 'replace_because_tainted',
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
    tainted: false,
    deposed: false,
    at,
  };
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
