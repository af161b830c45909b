import type { Finding } from '../../model/finding.ts';
import type { Alias, Inventory, Key, Subject, Target } from '../../model/inventory.ts';
import { indexKeys } from '../../model/keys/index.ts';

/** By what a suppression may know a key whose ARN nobody can name beforehand. */
export interface Marks {
  /** Aliases that are on the key, or were in the prior state; an alias has its own name. */
  readonly aliases: ReadonlySet<string>;
  /** Values by the name of the tag. */
  readonly tags: ReadonlyMap<string, ReadonlySet<string>>;
}

type Name = Pick<Finding, 'scope' | 'subject'>;

/** The marks of what a finding is about: of the key, or of the keys that an alias or a policy is for. */
export function marksOf(states: readonly Inventory[]): (about: Name) => Marks {
  const aliases = new Map<string, Set<string>>();
  const keys = new Map<string, Key[]>();
  for (const state of states) {
    for (const key of state.keys) append(keys, nameOf(key), key);
    for (const one of [...state.policies, ...state.grants]) {
      for (const key of aimedAt(state, one, one.key)) append(keys, nameOf(one), key);
    }
    for (const alias of state.aliases) {
      mark(aliases, nameOf(alias), alias);
      for (const key of aimedAt(state, alias, alias.target)) {
        mark(aliases, nameOf(key), alias);
        append(keys, nameOf(alias), key);
      }
    }
  }
  return (about) => {
    const own = keys.get(nameOf(about)) ?? [];
    const names = [nameOf(about), ...own.map(nameOf)];
    const tags = new Map<string, Set<string>>();
    for (const { tags: found } of own) {
      for (const [name, value] of Object.entries(found.known ? found.value : {})) {
        tags.set(name, (tags.get(name) ?? new Set()).add(value));
      }
    }
    return { aliases: new Set(names.flatMap((name) => [...(aliases.get(name) ?? [])])), tags };
  };
}

function nameOf({ scope, subject }: Name): string {
  return `${scope}\n${subject}`;
}

function aimedAt(state: Inventory, from: Subject, target: Target): readonly Key[] {
  const { keys, doubt } = indexKeys(state).endsOf(target, from);
  return doubt === null ? keys : [];
}

function mark(aliases: Map<string, Set<string>>, name: string, alias: Alias): void {
  if (!alias.name.known) return;
  aliases.set(name, (aliases.get(name) ?? new Set()).add(alias.name.value));
}

function append(keys: Map<string, Key[]>, name: string, key: Key): void {
  const group = keys.get(name);
  if (group === undefined) keys.set(name, [key]);
  else group.push(key);
}
