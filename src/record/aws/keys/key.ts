import type { Fact } from '../../../model/facts.ts';
import { member, membersOf, textMember } from '../../../read/input/json.ts';
import type { Json } from '../../../read/input/resource.ts';
import type { Answer, KeyOperation, KeyRecord } from '../../../read/snapshot/format.ts';
import { toRecorded } from './recorded.ts';
import type { Caller } from '../caller.ts';
import type { GrantReader } from './grants.ts';
import { operations, type Input } from './operations.ts';
import { wholeList } from './pages.ts';

/** An entry of ListKeys. */
export interface ListedKey {
  readonly KeyId: string;
  readonly KeyArn: string;
}

export interface Wanted {
  readonly facts: ReadonlySet<Fact>;
  readonly history: boolean;
}

/** Asks what is wanted about one key: first what it is, then what that kind of key can answer. Rejects only where the head of the snapshot does. */
export async function recordKey(
  caller: Caller,
  { KeyId, KeyArn }: ListedKey,
  wanted: Wanted,
  grants: GrantReader | null = null,
): Promise<KeyRecord> {
  const described = await answerOf(caller, 'DescribeKey', { KeyId });
  if (described === null) return { KeyId, KeyArn };
  const asked = 'error' in described ? [] : questionsAbout(described.ok, wanted);
  const answers = await Promise.all(
    asked.map(async ([operation, input]) => {
      const answer = await answerOf(caller, operation, { KeyId, ...input });
      return answer === null ? [] : [[operation, answer] as const];
    }),
  );
  const record: KeyRecord = {
    KeyId,
    KeyArn,
    DescribeKey: described,
    ...Object.fromEntries(answers.flat()),
  };
  if (grants === null || 'error' in described || isOfAws(described.ok)) return record;
  const given = await grants.grantsOf(KeyId, record.ListResourceTags);
  return given === null ? record : { ...record, ListGrants: given };
}

/** AWS answers for its own keys whatever anyone asks, so nothing is. */
function isOfAws(described: Json): boolean {
  return kindOf(described).manager === 'AWS';
}

async function answerOf(
  caller: Caller,
  operation: KeyOperation,
  input: Input,
): Promise<Answer | null> {
  if (operations[operation].paging !== null) return wholeList(caller, operation, input);
  const outcome = await caller.call(operation, input);
  if (outcome === null) return null;
  if ('failure' in outcome) return { error: outcome.failure };
  if (membersOf(outcome.ok).length > 0) return { ok: toRecorded(outcome.ok) };
  const message = `${operation} gave an empty answer`;
  return { error: { name: 'UnexpectedAnswer', message, status: 200 } };
}

type Question = readonly [operation: KeyOperation, input: Input];

/** What is asked beside DescribeKey. A member that DescribeKey leaves out rules nothing out. */
export function questionsAbout(described: Json, { facts, history }: Wanted): readonly Question[] {
  const key = kindOf(described);
  if (isOfAws(described)) return [];
  return [
    ...when(facts.has('rotation') && hasRotationStatus(key), 'GetKeyRotationStatus'),
    ...when(facts.has('policy'), 'GetKeyPolicy', { PolicyName: 'default' }),
    ...when(facts.has('tags'), 'ListResourceTags'),
    ...when(
      history ||
        (facts.has('rotations') && isSymmetric(key) && isOrUnknown(key.origin, 'EXTERNAL')) ||
        (facts.has('materials') && rotatesByItself(key)),
      'ListKeyRotations',
      // The first material, and one that waits for its rotation, are told of on demand alone.
      isSymmetric(key) && !isInKeyStore(key) ? { IncludeKeyMaterial: 'ALL_KEY_MATERIAL' } : {},
    ),
  ];
}

function when(is: boolean, operation: KeyOperation, input: Input = {}): readonly Question[] {
  return is ? [[operation, input]] : [];
}

interface Kind {
  readonly manager: string | null;
  readonly spec: string | null;
  readonly origin: string | null;
  readonly state: string | null;
  readonly isReplica: boolean;
}

function kindOf(described: Json): Kind {
  const metadata = member(described, 'KeyMetadata');
  return {
    manager: textMember(metadata, 'KeyManager'),
    // Emulators may know the older name alone.
    spec: textMember(metadata, 'KeySpec') ?? textMember(metadata, 'CustomerMasterKeySpec'),
    origin: textMember(metadata, 'Origin'),
    state: textMember(metadata, 'KeyState'),
    isReplica:
      textMember(member(metadata, 'MultiRegionConfiguration'), 'MultiRegionKeyType') === 'REPLICA',
  };
}

function isSymmetric({ spec }: Kind): boolean {
  return isOrUnknown(spec, 'SYMMETRIC_DEFAULT');
}

function isInKeyStore({ origin }: Kind): boolean {
  return origin === 'AWS_CLOUDHSM' || origin === 'EXTERNAL_KEY_STORE';
}

/** A replica has the rotations of its primary. */
function rotatesByItself(key: Kind): boolean {
  return isSymmetric(key) && isOrUnknown(key.origin, 'AWS_KMS') && !key.isReplica;
}

/**
 * KMS rotates none but symmetric keys outside custom key stores; it refuses to answer about those in a store, and about
 * imported keys without their material, and answers false for the rest ("Key states" and "Key type reference" in the
 * KMS Developer Guide).
 */
function hasRotationStatus(key: Kind): boolean {
  const waits = key.origin === 'EXTERNAL' && key.state === 'PendingImport';
  return isSymmetric(key) && !isInKeyStore(key) && !waits;
}

function isOrUnknown(value: string | null, expected: string): boolean {
  return value === null || value === expected;
}
