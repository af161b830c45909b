import { mayBeHidden } from '../../src/model/absence.ts';
import { explainConnectionError } from '../../src/rule/connection-errors.ts';
import type { Inventory, KeyStore } from '../../src/model/inventory.ts';
import { holds, undecided, yes, type Truth } from '../../src/model/truth.ts';
import { show, unknown } from '../../src/model/value.ts';
import { reconnect } from '../../src/rule/remedy/stores.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'key-store-disconnected',
  title: 'A custom key store is not connected, so its keys cannot be used',
  asks: 'whether the key store is connected',
  severity: 'high',
  otherSeverities: ['low'],
  sources: ['live'],
  facts: ['keyStores'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/fix-keystore.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/xks-troubleshooting.html'),
  ],

  *check(inventory) {
    for (const store of inventory.keyStores) {
      yield judge(store, {
        applies: yes,
        complies: isConnected(store),
        at: store.connectionState.at,
        holds: 'the key store is connected',
        message: `the key store is ${show(store.connectionState)}, so no key in it can be used and none can be made${reasonOf(store)}`,
        severity: isEmpty(store, inventory) ? 'low' : 'high',
        remedy: () => reconnect(store),
      });
    }
  },
});

function isConnected({ connectionState: state }: KeyStore): Truth {
  if (state.known && state.value === 'CONNECTING') {
    return undecided(unknown('not-read', 'the state after CONNECTING', state.at));
  }
  return holds(state, (known) => known === 'CONNECTED');
}

function reasonOf({ connectionErrorCode: code }: KeyStore): string {
  if (code === null) return '';
  const advice = explainConnectionError(code);
  return advice === null ? ` (${code})` : ` (${code}): ${advice}`;
}

/** Whether all keys were read, and none lives in the store but those that wait for their deletion. */
function isEmpty({ keyStoreId: id, scope }: KeyStore, inventory: Inventory): boolean {
  if (!id.known || mayBeHidden(inventory, scope, 'key').is !== false) return false;
  return inventory.keys
    .filter((key) => key.scope === scope)
    .every(
      ({ inCustomKeyStore: inside, keyStoreId, keyState }) =>
        (inside.known && keyStoreId !== id.value) ||
        (keyState.known && keyState.value === 'PendingDeletion'),
    );
}
