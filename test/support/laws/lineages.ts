import {
  emptyInventory,
  type Alias,
  type Inventory,
  type Key,
} from '../../../src/model/inventory.ts';
import { lineageOf, type Declaration } from '../../../src/model/lineage/lineage.ts';
import { at, sampleInventory, sampleKey, sampleSubject, told, untold } from '../build/sample.ts';

// Keys and aliases by short names, and their links in one line each.

/** A key that is there already; its address is its name. */
export function key(name: string, facts: Partial<Key> = {}): Key {
  return sampleKey({ ...sampleSubject(name), keyId: told(`id-${name}`), ...facts });
}

export function fresh(name: string, facts: Partial<Key> = {}): Key {
  return key(name, { keyId: untold(`${name}.key_id`), ...facts });
}

export function alias(name: string, target: string, facts: Partial<Alias> = {}): Alias {
  return {
    ...sampleSubject(`alias of ${name}`),
    kind: 'alias',
    name: told(`alias/${name}`),
    target: { id: told(`id-${target}`), branches: [], complete: true },
    change: null,
    ...facts,
  };
}

export const state = (keys: readonly Key[], aliases: readonly Alias[] = []): Inventory =>
  sampleInventory({ keys, aliases });

/** `a → b`, with a question mark where it is not certain, and a fork marked. */
export function links(
  present: Inventory,
  prior: Inventory = emptyInventory,
  declared: readonly Declaration[] = [],
): readonly string[] {
  const conventions = { versionPatterns: [], lineage: declared };
  return lineageOf({ ...present, conventions }, prior)
    .links.map(({ predecessor, isGone, successors, exists, fork }) => {
      const from = `${predecessor?.subject ?? '?'}${isGone ? ' (gone)' : ''}`;
      const to = successors.map((k) => k.subject).join('|');
      return `${from} → ${to}${exists.is === true ? '' : '?'}${fork === null ? '' : ' fork'}`;
    })
    .toSorted();
}

export function change(action: 'delete' | 'replace' | 'forget' | 'none') {
  return {
    action,
    forcedBy: [],
    reason: null,
    deposed: false,
    successor: action === 'replace',
    at,
  } as const;
}
