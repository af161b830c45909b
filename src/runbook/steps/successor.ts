import {
  isSymmetricEncryptionKey,
  supportsAutomaticRotation,
} from '../../model/keys/eligibility.ts';
import type { Key } from '../../model/inventory.ts';
import type { Replaced } from '../replaced.ts';
import { need, run, say, step, type Command, type Sentence, type Step } from '../step.ts';
import { carriedOver } from './carried.ts';
import { enumerated, nothing, placeholder, wanted, type Option } from './option.ts';
import { kms, newKey, only, regionOf } from './words.ts';

/** The successor as its commands make it, and what of the old key could not be told. */
export interface Made {
  readonly step: Step;
  readonly untold: readonly Sentence[];
}

/** Makes a key of the same kind in the same place, with the same policy, tags and description. */
export function successorStep(replaced: Replaced): Made {
  const { key } = replaced;
  const parts = [
    enumerated('--key-spec', 'KEY_SPEC', key.keySpec, 'SYMMETRIC_DEFAULT'),
    enumerated('--key-usage', 'KEY_USAGE', key.keyUsage, 'ENCRYPT_DECRYPT'),
    ...originOf(key),
    multiRegion(key),
    ...carriedOver(replaced),
  ];
  const create = kms(replaced, 'create-key', ...parts.flatMap(({ words }) => words));
  return made(parts, [
    run([...create, ...only('KeyMetadata.Arn')], newKey.variable),
    ...waitFor(replaced),
    ...rotation(replaced),
  ]);
}

/** Makes a replica of the primary's successor in the Region of the old replica (KMS API, ReplicateKey). */
export function replicaStep(replaced: Replaced): Made {
  const { key, primary } = replaced;
  const region = regionOf(key);
  const parts = [
    wanted(
      'NEW_PRIMARY_KEY_ARN',
      'the ARN of the successor of the primary: rotate that first',
      '--key-id',
    ),
    region === null
      ? wanted('REPLICA_REGION', 'the Region of the replica', '--replica-region')
      : { ...nothing, words: ['--replica-region', region] },
    ...carriedOver(replaced),
  ];
  const home = primary === null ? null : regionOf(primary);
  const from =
    home === null
      ? wanted('PRIMARY_REGION', 'the Region of the primary', '--region')
      : { ...nothing, words: ['--region', home] };
  const words = [
    'aws',
    'kms',
    'replicate-key',
    ...from.words,
    ...parts.flatMap((part) => part.words),
  ];
  return made(
    [from, ...parts],
    [run([...words, ...only('ReplicaKeyMetadata.Arn')], newKey.variable), ...waitFor(replaced)],
  );
}

function made(parts: readonly Option[], commands: readonly Command[]): Made {
  return {
    untold: parts.flatMap(({ untold }) => untold),
    step: step(
      'Create the successor',
      [
        say`It gets the key spec, usage, origin and place of the old key, its description, tags and policy; in the policy, ${'*'} stands for the key's own ARN.`,
      ],
      { commands: [...parts.flatMap(({ needs }) => needs), ...commands] },
    ),
  };
}

function originOf(key: Key): readonly Option[] {
  const { origin } = key;
  const options = [enumerated('--origin', 'KEY_ORIGIN', origin, 'AWS_KMS')];
  const isStored = key.inCustomKeyStore.known && key.inCustomKeyStore.value;
  if (!isStored) return options;
  const id = key.keyStoreId ?? '';
  options.push(
    /^[\w-]{1,64}$/.test(id)
      ? { ...nothing, words: ['--custom-key-store-id', id] }
      : placeholder('KEY_STORE_ID', 'the id of the key store', '--custom-key-store-id'),
  );
  if (origin.known && origin.value === 'EXTERNAL_KEY_STORE')
    options.push(
      wanted(
        'XKS_KEY_ID',
        'the id of a new key in the external key manager: no KMS key can change its own',
        '--xks-key-id',
      ),
    );
  return options;
}

function multiRegion({ multiRegionKeyType: type }: Key): Option {
  if (!type.known)
    return {
      words: [{ own: '"${MULTI_REGION:?}"' }],
      needs: [need('MULTI_REGION', 'as the old key is: --multi-region or --no-multi-region')],
      untold: [say`Whether the key is a multi-Region key is not known.`],
    };
  return type.value === null ? nothing : { ...nothing, words: ['--multi-region'] };
}

/** A multi-Region key is made in a few seconds (KMS Developer Guide, "Key states", Creating). */
function waitFor(replaced: Replaced): readonly Command[] {
  const { multiRegionKeyType: type } = replaced.key;
  if (type.known && type.value === null) return [];
  const region = regionOf(replaced.key);
  const where = ` --region ${region ?? '"$AWS_REGION"'}`;
  return [
    {
      kind: 'own',
      lines: [
        `while [ "$(aws kms describe-key${where} --key-id "$NEW_KEY_ARN" --query KeyMetadata.KeyState --output text)" = Creating ]`,
        'do sleep 2; done',
      ],
    },
  ];
}

/** Automatic rotation is a setting of each key: the successor has none by itself. */
function rotation(replaced: Replaced): readonly Command[] {
  const { key } = replaced;
  if (supportsAutomaticRotation(key).is !== true || isSymmetricEncryptionKey(key).is !== true)
    return [];
  const { periodInDays: period } = key.rotation;
  const isPeriod = period.known && period.value >= 90 && period.value <= 2560;
  const days =
    isPeriod && period.value !== 365 ? ['--rotation-period-in-days', String(period.value)] : [];
  return [run(kms(replaced, 'enable-key-rotation', '--key-id', newKey, ...days))];
}
