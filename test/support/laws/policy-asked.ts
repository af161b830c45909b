import type { Request } from './policy-evaluator.ts';
import { account, other, role, services, session, topics, via } from './policy-pairs.ts';
import type { Drawn } from './policy-pairs.ts';

const asked = [
  'Encrypt',
  'Decrypt',
  'ReEncryptFrom',
  'ReEncryptTo',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyWithoutPlaintext',
  'DescribeKey',
  'CreateGrant',
  'PutKeyPolicy',
].map((name) => `kms:${name}`);
const askers = [
  role('app'),
  role('ops'),
  `arn:aws:iam::${account}:user/Example`,
  session,
  role('third'),
  `arn:aws:sts::${account}:assumed-role/app/i-2`,
  role('app', other),
  ...services,
  'ec2.amazonaws.com',
];

/** Values that a request may bring for a key: those that policies name, and some beside them. */
const brought: Readonly<Record<string, readonly (string | readonly string[])[]>> = {
  'kms:viaservice': [
    ...via,
    's3.*.amazonaws.com',
    '*.eu-west-1.amazonaws.com',
    'S3.EU-WEST-1.AMAZONAWS.COM',
    'ec2.eu-west-1.amazonaws.com',
    'ec2.us-east-1.amazonaws.com',
    's3.eu-central-1.amazonaws.com',
  ],
  'aws:sourcearn': [
    ...topics,
    `arn:aws:sns:us-east-1:${account}:a`,
    `arn:aws:sns:us-east-1:${account}:c`,
    `arn:aws:sns:eu-west-1:${account}:c`,
    `arn:aws:sns:eu-west-1:x:${account}:a`,
    'arn:aws:s3:::x',
    ...['*', `eu-west-1`].map((r) => `arn:aws:sns:${r}:${account}:*`),
  ],
  'aws:sourceip': ['10.0.0.1', '10.1.0.1', '10.1.2.3', '192.0.2.1', '192.0.2.200', '203.0.113.1'],
  'aws:securetransport': ['true', 'false'],
  'aws:multifactorauthage': ['59', '60', '61', '299', '300', '301', '3599', '3600', '3601'],
  'kms:encryptioncontextkeys': [
    ['a'],
    ['b'],
    ['ab'],
    ['c'],
    ['a', 'b'],
    ['a', 'c'],
    ['a', 'ab'],
    ['b', 'c'],
    ['a*'],
    ['a*', 'c'],
    ['a', 'b', 'c'],
    ['ab', 'b'],
    ['a', 'a*'],
    ['a*', 'b'],
  ],
  'aws:sourcevpce': ['vpce-1', 'vpce-2', 'vpce-3'],
};

/** The condition keys that a policy asks for. */
function keysIn(list: readonly Drawn[]): readonly string[] {
  const found = list.flatMap((s) =>
    Object.values(s.Condition).flatMap((keyed) => Object.keys(keyed)),
  );
  return [...new Set(found.map((key) => key.toLowerCase()))];
}

/** What a principal settles, as AWS fills it in. */
function settled(who: string): Record<string, string> {
  if (!who.startsWith('arn:')) return {};
  const [, , , , owner = '', resource = ''] = who.split(':');
  const name = /^assumed-role\/([^/]+)\//u.exec(resource)?.[1];
  const arn = name === undefined ? who : role(name, owner);
  return {
    'aws:principalarn': arn,
    'aws:principalaccount': owner,
    'kms:calleraccount': owner,
  };
}

/** Who asks, with what that settles. */
function personsFor(callers: boolean): readonly (readonly [string, Record<string, string>])[] {
  return askers.flatMap((who) => {
    const own = settled(who);
    const called = [account, other].map((id) => ({ ...own, 'kms:calleraccount': id }));
    const isService = !who.startsWith('arn:');
    return [own, ...(callers && isService ? called : [])].map((facts) => [who, facts] as const);
  });
}

/**
 * Requests that may tell two policies apart: all that can be made of the values above, or so many of them, spread evenly.
 */
export function* requestsFor(
  limit: number,
  ...policies: readonly (readonly Drawn[])[]
): Generator<Request> {
  const used = keysIn(policies.flat());
  const named = used.filter((key) => brought[key] !== undefined);
  const values = named.map((key) => [undefined, ...(brought[key] ?? [])]);
  const persons = personsFor(used.includes('kms:calleraccount'));
  const total = values.reduce(
    (product, list) => product * list.length,
    persons.length * asked.length * 2,
  );
  const step = total <= limit ? 1 : 7919;
  for (let count = 0, at = 0; count < Math.min(total, limit); count++, at = (at + step) % total) {
    let rest = at;
    const take = <T>(list: readonly T[]): T | undefined => {
      const item = list[rest % list.length];
      rest = Math.floor(rest / list.length);
      return item;
    };
    const [principal = '', facts = {}] = take(persons) ?? [];
    const action = take(asked) ?? '';
    const isAllowedByIam = take([true, false]) ?? false;
    const context: Record<string, string | readonly string[]> = { ...facts };
    for (const [i, list] of values.entries()) {
      const value = take(list);
      if (value !== undefined) context[named[i] ?? ''] = value;
    }
    yield { principal, isAllowedByIam, action, context };
  }
}
