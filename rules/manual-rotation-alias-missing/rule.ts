import { followsScheme, indexAliases, type AliasScheme } from '../../src/model/aliases/aliases.ts';
import {
  describeKind,
  isInUse,
  isSymmetricEncryptionKey,
  needsManualRotation,
} from '../../src/model/keys/eligibility.ts';
import { lastOnDemand } from '../../src/model/keys/history.ts';
import type { Key } from '../../src/model/inventory.ts';
import { indexKeys } from '../../src/model/keys/index.ts';
import { lineageOf } from '../../src/model/lineage/lineage.ts';
import { all, any, explain, holds, no, not, yes, type Truth } from '../../src/model/truth.ts';
import { addAlias } from '../../src/rule/fix.ts';
import { movingAlias, versionAlias } from '../../src/rule/remedy/aliases.ts';
import { defineRule, judge, passedOver } from '../../src/rule/rule.ts';

type SchemeOptions = { readonly scheme: AliasScheme };

export default defineRule<SchemeOptions>({
  id: 'manual-rotation-alias-missing',
  title: 'A key that only manual rotation can replace has no alias',
  asks: 'whether an alias points at the key',
  severity: 'medium',
  judges: ['key', 'alias'],
  sources: ['hcl', 'plan', 'state', 'live'],
  facts: ['aliases', 'tags', 'rotations'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys-manually.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-on-demand.html'),
  ],
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      scheme: {
        type: 'string',
        description:
          'any: one alias is enough; moving: an alias that is no version alias is needed; versioned: and a version alias on every key that another one replaced',
        default: 'any',
        enum: ['any', 'moving', 'versioned'],
      },
    },
  },

  *check(inventory, { prior, options: { scheme } }) {
    const index = indexAliases(inventory, prior);
    const lineage = lineageOf(inventory, prior);
    for (const key of inventory.keys) {
      const isPredecessor = lineage.isPredecessor(key);
      const isOld = scheme === 'versioned' && isPredecessor.is === true;
      const follows = followsScheme(key, inventory, index, scheme, isPredecessor);
      yield judge(key, {
        applies: all(
          needsManualRotation(key),
          isInUse(key),
          explain(
            scheme === 'versioned' ? yes : not(isPredecessor),
            'another key replaced it, and callers use that one',
          ),
        ),
        complies: any(follows, wasRotatedOnDemand(key)),
        at: key.at,
        holds:
          follows.is === true
            ? `${aliasOf(scheme, isOld)} points at the key`
            : describeOnDemand(key),
        message: isOld
          ? `no version alias points at ${describeKind(key)} that another one replaced, so the rotation has no record`
          : `no alias points at ${describeKind(key)}, so replacing it by a new key means changing every caller${alternative(key)}`,
        remedy: () => (isOld ? versionAlias(key, null, null) : movingAlias(key)),
        fix: isOld ? null : addAlias(key),
      });
    }
  },

  *evidence(inventory) {
    const index = indexKeys(inventory);
    for (const alias of inventory.aliases) {
      const { keys } = index.endsOf(alias.target, alias);
      yield passedOver(
        alias,
        `an alias is evidence about the key that it points at: ${named(keys)}`,
      );
    }
  },
});

/** Symmetric imported keys have had on-demand rotation since 2025 (KMS API, RotateKeyOnDemand). */
function wasRotatedOnDemand(key: Key): Truth {
  if (key.source !== 'live') return no;
  return all(
    isImportedSymmetric(key),
    holds(key.rotation.rotatedOnDemand, (rotated) => rotated),
  );
}

function aliasOf(scheme: AliasScheme, isOld: boolean): string {
  if (isOld) return 'a version alias';
  return scheme === 'any' ? 'an alias' : 'a moving alias';
}

function describeOnDemand(key: Key): string {
  const last = lastOnDemand(key);
  return `new material was imported into the key and rotated on demand${last === null ? '' : `, last on ${last}`}`;
}

function isImportedSymmetric(key: Key): Truth {
  return all(
    isSymmetricEncryptionKey(key),
    holds(key.origin, (origin) => origin === 'EXTERNAL'),
  );
}

function alternative(key: Key): string {
  if (isImportedSymmetric(key).is !== true) return '';
  return '; new material can also be imported into it and rotated on demand';
}

function named(keys: readonly Key[]): string {
  return keys.length === 0
    ? 'one that is not here'
    : keys.map(({ subject }) => subject).join(' or ');
}
