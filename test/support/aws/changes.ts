// What the fake AWS does when it is told to change something: the operations of a manual rotation, with the conditions under
// which KMS refuses them (KMS API reference; "Key states" in the KMS Developer Guide).
import { member, textMember } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import type { Estate, FakeKey } from './keys.ts';
import { rotating } from './makings.ts';
import { fail, type Reply } from './reply.ts';

type Change = (estate: Estate, input: Json, key: FakeKey) => Reply;

const done: Reply = { ok: {} };
const typeOf = ({ metadata }: FakeKey): string => {
  const spec = textMember(metadata, 'KeySpec') ?? '';
  if (spec === 'SYMMETRIC_DEFAULT') return 'symmetric';
  return spec.startsWith('HMAC') ? 'HMAC' : 'asymmetric';
};
export const stateOf = ({ metadata }: FakeKey): string => textMember(metadata, 'KeyState') ?? '';
const originOf = ({ metadata }: FakeKey): string => textMember(metadata, 'Origin') ?? '';

function replace(estate: Estate, key: FakeKey, facts: Partial<FakeKey>): void {
  estate.keys = estate.keys.map((one) => (one === key ? { ...one, ...facts } : one));
}

function setState(estate: Estate, key: FakeKey, KeyState: string): void {
  const { DeletionDate: _, ...rest } = key.metadata;
  replace(estate, key, { metadata: { ...rest, KeyState, Enabled: KeyState === 'Enabled' } });
}

function createAlias(estate: Estate, input: Json, key: FakeKey): Reply {
  const name = textMember(input, 'AliasName') ?? '';
  if (!/^alias\/[\w:/-]{1,250}$/.test(name) || name.startsWith('alias/aws/'))
    return fail('InvalidAliasNameException', name);
  if (estate.aliases.some((alias) => textMember(alias, 'AliasName') === name))
    return fail('AlreadyExistsException', `${name} already exists`);
  if (stateOf(key).startsWith('Pending') && stateOf(key) !== 'PendingImport')
    return fail('KMSInvalidStateException', `${key.Arn} is pending deletion`);
  estate.aliases = [
    ...estate.aliases,
    {
      AliasName: name,
      AliasArn: `arn:aws:kms:${estate.region}:${estate.account}:${name}`,
      TargetKeyId: key.KeyId,
      CreationDate: Date.now() / 1000,
      LastUpdatedDate: Date.now() / 1000,
    },
  ];
  return done;
}

/** One type and one usage; the new target not pending deletion. */
function updateAlias(estate: Estate, input: Json, key: FakeKey): Reply {
  const name = textMember(input, 'AliasName') ?? '';
  const alias = estate.aliases.find((one) => textMember(one, 'AliasName') === name);
  if (alias === undefined) return fail('NotFoundException', `Alias ${name} is not found`);
  const before = estate.keys.find(({ KeyId }) => KeyId === textMember(alias, 'TargetKeyId'));
  const usage = (one: FakeKey): string | null => textMember(one.metadata, 'KeyUsage');
  if (before !== undefined && (typeOf(before) !== typeOf(key) || usage(before) !== usage(key)))
    return fail('ValidationException', 'the keys are of different types or usages');
  if (/^Pending.*Deletion$/.test(stateOf(key)))
    return fail('KMSInvalidStateException', `${key.Arn} is pending deletion`);
  estate.aliases = estate.aliases.map((one) =>
    one === alias ? { ...one, TargetKeyId: key.KeyId, LastUpdatedDate: Date.now() / 1000 } : one,
  );
  return done;
}

/** Changes of a key that is there; the alias operations name theirs as the target. */
export const changes: Readonly<Record<string, Change>> = {
  CreateAlias: createAlias,
  UpdateAlias: updateAlias,
  EnableKeyRotation: (estate, input, key) => {
    const isPlain = typeOf(key) === 'symmetric' && originOf(key) === 'AWS_KMS';
    if (!isPlain) return fail('UnsupportedOperationException', 'the key cannot rotate');
    if (stateOf(key) !== 'Enabled') return fail('DisabledException', `${key.Arn} is disabled`);
    const type = textMember(member(key.metadata, 'MultiRegionConfiguration'), 'MultiRegionKeyType');
    if (type === 'REPLICA') return fail('UnsupportedOperationException', 'it is a replica');
    replace(estate, key, { rotation: rotating(key.KeyId, member(input, 'RotationPeriodInDays')) });
    return done;
  },
  EnableKey: (estate, _, key) => {
    if (!['Enabled', 'Disabled'].includes(stateOf(key)))
      return fail('KMSInvalidStateException', `${key.Arn} is ${stateOf(key)}`);
    setState(estate, key, 'Enabled');
    return done;
  },
  CancelKeyDeletion: (estate, _, key) => {
    if (stateOf(key) !== 'PendingDeletion')
      return fail('KMSInvalidStateException', `${key.Arn} is not pending deletion`);
    setState(estate, key, 'Disabled');
    return { ok: { KeyId: key.Arn } };
  },
  GetParametersForImport: (_, __, key) => {
    if (originOf(key) !== 'EXTERNAL')
      return fail('UnsupportedOperationException', 'the origin is not EXTERNAL');
    const encode = (text: string): string => Buffer.from(text).toString('base64');
    return {
      ok: { KeyId: key.Arn, PublicKey: encode('wrapping key'), ImportToken: encode(key.KeyId) },
    };
  },
  CreateGrant: (estate, input, key) => {
    if (stateOf(key) !== 'Enabled')
      return fail('DisabledException', `${key.Arn} is ${stateOf(key)}`);
    const terms = [
      'GranteePrincipal',
      'RetiringPrincipal',
      'Operations',
      'Constraints',
      'Name',
    ].flatMap((name) => {
      const value = member(input, name);
      return value === undefined ? [] : [[name, value] as const];
    });
    const GrantId = String(key.grants.length + 1).padStart(64, '0');
    const IssuingAccount = `arn:aws:iam::${estate.account}:root`;
    const grant = { KeyId: key.Arn, GrantId, IssuingAccount, ...Object.fromEntries(terms) };
    replace(estate, key, { grants: [...key.grants, grant] });
    return { ok: { GrantId, GrantToken: 'token' } };
  },
  ImportKeyMaterial: importMaterial,
  RotateKeyOnDemand: rotateOnDemand,
};

const pending = (key: FakeKey): boolean =>
  (key.rotations ?? []).some((one) => textMember(one, 'KeyMaterialState') === 'PENDING_ROTATION');

/** New material waits for its rotation; where there was none, it is the key's (KMS API, ImportKeyMaterial). */
function importMaterial(estate: Estate, input: Json, key: FakeKey): Reply {
  const decode = (name: string): string =>
    Buffer.from(textMember(input, name) ?? '', 'base64').toString();
  if (decode('ImportToken') !== key.KeyId)
    return fail('InvalidImportTokenException', 'the import token is another key’s');
  if (decode('EncryptedKeyMaterial') !== 'wrapped under wrapping key')
    return fail('InvalidCiphertextException', 'the material is not wrapped');
  const model = textMember(input, 'ExpirationModel') ?? 'KEY_MATERIAL_EXPIRES';
  if ((model === 'KEY_MATERIAL_EXPIRES') !== (member(input, 'ValidTo') !== undefined))
    return fail('ValidationException', 'ValidTo and ExpirationModel do not fit');
  const isNew = textMember(input, 'ImportType') === 'NEW_KEY_MATERIAL';
  const wasThere = stateOf(key) !== 'PendingImport';
  if (isNew && wasThere && pending(key))
    return fail('KMSInvalidStateException', 'material is pending already');
  if (isNew && wasThere) {
    const waiting = {
      KeyId: key.KeyId,
      KeyMaterialState: 'PENDING_ROTATION',
      ImportState: 'IMPORTED',
    };
    replace(estate, key, { rotations: [...(key.rotations ?? []), waiting] });
    return done;
  }
  const metadata = { ...key.metadata, KeyState: 'Enabled', Enabled: true, ExpirationModel: model };
  replace(estate, key, { metadata, rotation: { KeyId: key.KeyId, KeyRotationEnabled: false } });
  return done;
}

function rotateOnDemand(estate: Estate, _: Json, key: FakeKey): Reply {
  const isStored = /STORE|CLOUDHSM/.test(originOf(key));
  if (typeOf(key) !== 'symmetric' || isStored)
    return fail('UnsupportedOperationException', 'the key cannot rotate on demand');
  if (stateOf(key) !== 'Enabled') return fail('KMSInvalidStateException', stateOf(key));
  if (originOf(key) === 'EXTERNAL' && !pending(key))
    return fail('KMSInvalidStateException', 'no material is pending');
  const rotations = (key.rotations ?? []).filter(
    (one) => textMember(one, 'KeyMaterialState') !== 'PENDING_ROTATION',
  );
  const last = { KeyId: key.KeyId, RotationDate: Date.now() / 1000, RotationType: 'ON_DEMAND' };
  replace(estate, key, { rotations: [...rotations, last] });
  return { ok: { KeyId: key.Arn } };
}
