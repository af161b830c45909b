import type { Fix } from '../model/fixes/fix.ts';
import type { Key } from '../model/inventory.ts';

// What may be changed in a configuration so that a failure is gone. A live key has no configuration, and what a plan tells
// is changed where it was made from: both are passed over where edits are made of these.

/** Arguments of key resources that decide whether AWS KMS rotates the key by itself. */
const deciding = [
  'customer_master_key_spec',
  'key_spec',
  'key_usage',
  'origin',
  'custom_key_store_id',
] as const;

/** Switches automatic rotation on. */
export function switchOnRotation(key: Key): Fix {
  return {
    block: key.at,
    at: key.rotation.enabled.at,
    change: { kind: 'set', argument: 'enable_key_rotation', value: 'true' },
    isSafe: true,
    restsOn: deciding,
  };
}

/** Asks for no rotation where there can be none; the period goes too, which the provider takes with the switch alone. */
export function withoutRotation(key: Key): Fix {
  return {
    block: key.at,
    at: key.rotation.enabled.at,
    change: {
      kind: 'remove',
      argument: 'enable_key_rotation',
      besides: ['rotation_period_in_days'],
      passing: 'false',
    },
    isSafe: true,
    restsOn: deciding,
  };
}

/** Brings the rotation period to a number of days. */
export function rotateEvery(key: Key, days: number): Fix {
  return {
    block: key.at,
    at: key.rotation.periodInDays.at,
    change: { kind: 'set', argument: 'rotation_period_in_days', value: String(days) },
    isSafe: false,
    restsOn: [],
  };
}

/** Declares a moving alias of the key. */
export function addAlias(key: Key): Fix {
  return {
    block: key.at,
    at: key.at,
    change: { kind: 'add-alias' },
    isSafe: false,
    restsOn: [],
  };
}

/** Gives a replica the policy that its primary declares. */
export function copyPolicyOf(primary: Key, replica: Key): Fix {
  return {
    block: replica.at,
    at: replica.policy.at,
    change: { kind: 'copy', argument: policyArgument(replica), from: primary.at },
    isSafe: false,
    restsOn: [],
  };
}

/** Names of the policy argument: the documentation of the aws and awscc providers. */
function policyArgument({ subject }: Key): string {
  return /(?:^|\.)awscc_\w+\.[^.]*$/.test(subject) ? 'key_policy' : 'policy';
}
