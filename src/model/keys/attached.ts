import type { Key, Subject, Target } from '../inventory.ts';
import { keyIdOf } from '../targets.ts';

/** An object of its own that belongs to a key: a policy, a grant. */
interface Attached extends Subject {
  readonly key: Target;
}

/** Finds those that may be a key's without looking at every one. */
type Candidates<T> = (key: Key) => readonly T[];

/** An index that is made once for each list. */
export function indexByKey<T extends Attached>(): (list: readonly T[]) => Candidates<T> {
  const indexes = new WeakMap<readonly T[], Candidates<T>>();
  return (list) => {
    const found = indexes.get(list) ?? candidatesIn(list);
    indexes.set(list, found);
    return found;
  };
}

function candidatesIn<T extends Attached>(list: readonly T[]): Candidates<T> {
  const byTarget = new Map<string, T[]>();
  for (const one of list) {
    for (const name of targetNames(one)) {
      const group = byTarget.get(`${one.scope}\n${name}`);
      if (group === undefined) byTarget.set(`${one.scope}\n${name}`, [one]);
      else group.push(one);
    }
  }
  return (key) => {
    const names = [`object ${key.identity}`, '?', ...idNames(key)];
    return [...new Set(names.flatMap((name) => byTarget.get(`${key.scope}\n${name}`) ?? []))];
  };
}

/** A key that apply has yet to make has an id that nothing can name. */
function idNames({ keyId }: Key): readonly string[] {
  if (keyId.known) return [`id ${keyId.value}`];
  return keyId.reason === 'known-after-apply' ? [] : ['id'];
}

function targetNames({ key: { id, branches, complete } }: Attached): readonly string[] {
  if (id.known) return ['id', `id ${keyIdOf(id.value)}`];
  const identities = branches.flatMap((branch) => branch.identities);
  return [...identities.map((identity) => `object ${identity}`), ...(complete ? [] : ['?'])];
}
