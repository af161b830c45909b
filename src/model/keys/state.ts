import type { Key, KeyState } from '../inventory.ts';
import { explain, holds, undecided, type Truth } from '../truth.ts';
import { unknown } from '../value.ts';

/** Whether the key is enabled; not known while it is being made or changed, for it may come out either way. */
export function isEnabled(key: Key): Truth {
  const { keyState } = key;
  if (keyState.known && (keyState.value === 'Creating' || keyState.value === 'Updating')) {
    return undecided(unknown('not-read', `the state after ${keyState.value}`, keyState.at));
  }
  return explain(
    holds(keyState, (state) => state === 'Enabled'),
    () => `the key is ${keyState.known ? words[keyState.value] : 'not enabled'}`,
  );
}

/** The states of keys in words (KMS API, KeyState). */
const words: Readonly<Record<KeyState, string>> = {
  Creating: 'being created',
  Enabled: 'enabled',
  Disabled: 'disabled',
  PendingDeletion: 'waiting for its deletion',
  PendingImport: 'waiting for the import of key material',
  PendingReplicaDeletion: 'waiting for the deletion of its replicas',
  Unavailable: 'unavailable, since its key store is not connected',
  Updating: 'being updated',
};
