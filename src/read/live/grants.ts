import type { Grant, Key } from '../../model/inventory.ts';
import {
  unconstrained,
  type ContextPairs,
  type GrantConstraints,
} from '../../model/keys/grant-terms.ts';
import type { Location } from '../../model/location.ts';
import { yes } from '../../model/truth.ts';
import { known, type Value } from '../../model/value.ts';
import { isServicePrincipal } from '../../policy/index.ts';
import { isArray, isObject, member, membersOf, textMember } from '../input/json.ts';
import type { Json } from '../input/resource.ts';
import { entriesOf, missing, unanswered, type Answered } from './answers.ts';
import { locationOf, type Place } from './place.ts';
import type { Refusals } from './refusals.ts';
import type { Shared } from './shared.ts';

/** A key with what ListGrants told of it. */
export interface KeyWithGrants {
  readonly key: Key;
  readonly grants: readonly Grant[];
  readonly wasAsked: boolean;
}

/** Adds an answer of ListGrants to a key; of one that was not asked about, the grants are not known. */
export function withGrants(
  key: Key,
  answer: Answered,
  place: Place,
  { grantsUnread }: Shared,
  refusals: Refusals,
): KeyWithGrants {
  const { ok, failure } = answer;
  if (ok === undefined && failure?.name === null)
    return { key: { ...key, grantsUnread }, grants: [], wasAsked: false };
  const at = locationOf(place, key.subject, 'ListGrants');
  if (failure !== null) refusals.add('ListGrants', failure, key.subject);
  const list = entriesOf(ok, 'Grants');
  const grants = (list ?? []).map((entry, i) => readGrant(entry, i, key, place, at));
  const unread = list === null ? missing(member(ok, 'Grants'), 'Grants', at) : null;
  const why = failure === null ? unread : unanswered(failure, 'ListGrants', at);
  return { key: { ...key, grantsUnread: why }, grants, wasAsked: true };
}

/** Grants have no ARN: the id stands behind that of the key. */
function readGrant(
  entry: Json,
  index: number,
  { subject, keyId, account, region }: Key,
  { scope }: Place,
  at: Location,
): Grant {
  const address = `${subject}/grant/${textMember(entry, 'GrantId') ?? index}`;
  const frame = { symbols: { account: null, region: null }, exists: yes, guard: null, at } as const;
  const name = textMember(entry, 'Name');
  const constraints = readConstraints(member(entry, 'Constraints'), at);
  return {
    kind: 'grant',
    source: 'live',
    scope,
    subject: address,
    identity: address,
    account,
    region,
    ...frame,
    key: { id: keyId, branches: [], complete: true },
    grantee: readGrantee(entry, at),
    operations: readOperations(entry, at),
    constraints,
    retirer: known(textMember(entry, 'RetiringPrincipal'), 'observed', at),
    name: known(name === '' ? null : name, 'observed', at),
    isOfService: isOfService(entry, constraints),
  };
}

function readGrantee(entry: Json, at: Location): Value<string> {
  const grantee = textMember(entry, 'GranteePrincipal') ?? textMember(entry, serviceGrantee);
  return grantee === null
    ? missing(member(entry, 'GranteePrincipal'), 'GranteePrincipal', at)
    : known(grantee, 'observed', at);
}

function readOperations(entry: Json, at: Location): Value<readonly string[]> {
  const operations = member(entry, 'Operations');
  const texts = isArray(operations) ? operations.filter((one) => typeof one === 'string') : null;
  return texts === null ? missing(operations, 'Operations', at) : known(texts, 'observed', at);
}

function readConstraints(json: Json | undefined, at: Location): Value<GrantConstraints> {
  if (json === undefined || json === null) return known(unconstrained, 'observed', at);
  if (!isObject(json)) return missing(json, 'Constraints', at);
  const constraints = {
    equals: pairsOf(member(json, 'EncryptionContextEquals')),
    subset: pairsOf(member(json, 'EncryptionContextSubset')),
    sourceArn: textMember(json, 'SourceArn'),
  };
  return known(constraints, 'observed', at);
}

function pairsOf(json: Json | undefined): ContextPairs | null {
  const pairs = membersOf(json).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return pairs.length === 0 ? null : Object.fromEntries(pairs);
}

const serviceGrantee = 'GranteeServicePrincipal';

/**
 * Whether an AWS service made the grant for itself, which makes another one on another key (KMS API, GrantListEntry; KMS
 * Developer Guide, "Determining access", grants of EBS among it). A service-linked role of a customer is none.
 */
function isOfService(entry: Json, constraints: Value<GrantConstraints>): boolean {
  if ([serviceGrantee, 'RetiringServicePrincipal'].some((name) => textMember(entry, name) !== null))
    return true;
  const principals = ['GranteePrincipal', 'RetiringPrincipal'].map((n) => textMember(entry, n));
  if (principals.some((principal) => principal !== null && isOfAws(principal))) return true;
  if (roleOf(principals[0] ?? '')?.startsWith('aws:') === true) return true;
  const { equals, subset } = constraints.known ? constraints.value : unconstrained;
  return Object.keys({ ...equals, ...subset }).some((name) => name.startsWith('aws:'));
}

/** A service, or what AWS calls its own in the place of its name (grants of AWS HealthImaging and API Gateway). */
function isOfAws(principal: string): boolean {
  return isServicePrincipal(principal) || principal === 'AWS Internal';
}

/** The name of the role that an ARN of it, or of a session of it, names. */
function roleOf(arn: string): string | null {
  const [, resource = ''] = /^arn:[^:]*:(?:iam|sts)::\d*:(.+)$/.exec(arn) ?? [];
  const [kind, ...path] = resource.split('/');
  if (kind === 'assumed-role') return path[0] ?? null;
  return kind === 'role' ? (path.at(-1) ?? null) : null;
}
