import { mayBeHidden } from '../absence.ts';
import type { Inventory, Key } from '../inventory.ts';
import { indexKeys } from './index.ts';
import { liveScopeOf } from '../place/live-scope.ts';
import { parseArn } from '../targets.ts';
import { no, not, yes, type Truth } from '../truth.ts';

/**
 * Whether a live replica has to speak for its primary, whose rotation status it mirrors (KMS Developer Guide, "Multi-Region
 * keys", shared properties): whether no input holds the primary.
 */
export function speaksForPrimary(key: Key, inventory: Inventory): Truth {
  if (key.source !== 'live' || key.primary === null) return no;
  if (indexKeys(inventory).endsOf(key.primary, key).keys.length > 0) return no;
  const { id } = key.primary;
  const arn = id.known ? parseArn(id.value) : null;
  if (arn === null) return yes;
  return not(mayBeHidden(inventory, liveScopeOf(arn.account, arn.region), 'key'));
}
