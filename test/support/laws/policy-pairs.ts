import * as fc from 'fast-check';
import type { Json } from '../build/policies.ts';

export const account = '111122223333';
export const other = '444455556666';
export const role = (name: string, owner = account) => `arn:aws:iam::${owner}:role/${name}`;
const root = (owner: string) => `arn:aws:iam::${owner}:root`;
export const session = `arn:aws:sts::${account}:assumed-role/app/i-1`;

const principals = [
  '*',
  root(account),
  root(other),
  role('app'),
  role('ops'),
  `arn:aws:iam::${account}:user/Example`,
  session,
];
export const services = ['s3.amazonaws.com', 'logs.eu-west-1.amazonaws.com'];
const actions = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey*',
  'kms:GenerateDataKey',
  'kms:DescribeKey',
  'kms:Describe*',
  'kms:CreateGrant',
  'kms:*',
  'kms:ListAliases',
  's3:GetObject',
];
const regions = ['eu-west-1', 'us-east-1'];
export const via = ['s3', 'rds'].flatMap((name) =>
  regions.map((region) => `${name}.${region}.amazonaws.com`),
);
export const topics = ['a', 'b'].map((name) => `arn:aws:sns:eu-west-1:${account}:${name}`);

/** Operators that go with a key, and values that the policies give it. */
const keys: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  'kms:ViaService': [
    [
      'StringEquals',
      'StringNotEquals',
      'StringLike',
      'StringNotLike',
      'StringEqualsIfExists',
      'StringEqualsIgnoreCase',
    ],
    [...via, 's3.*.amazonaws.com', '*.eu-west-1.amazonaws.com'],
  ],
  'aws:SourceArn': [
    ['ArnEquals', 'ArnLike', 'ArnNotLike', 'StringEquals', 'StringLike'],
    [...topics, `arn:aws:sns:*:${account}:*`, `arn:aws:sns:eu-west-1:${account}:*`],
  ],
  'aws:SourceIp': [
    ['IpAddress', 'NotIpAddress'],
    ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.3', '192.0.2.0/24', '192.0.2.0/25', '192.0.2.128/25'],
  ],
  'aws:SecureTransport': [
    ['Bool', 'BoolIfExists'],
    ['true', 'false'],
  ],
  'aws:MultiFactorAuthAge': [
    [
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericGreaterThan',
      'NumericGreaterThanEquals',
      'NumericEquals',
    ],
    ['60', '300', '3600'],
  ],
  'kms:EncryptionContextKeys': [
    [
      'ForAnyValue:StringEquals',
      'ForAllValues:StringEquals',
      'ForAllValues:StringLike',
      'ForAnyValue:StringNotEquals',
    ],
    ['a', 'b', 'a*'],
  ],
  'aws:PrincipalAccount': [
    ['StringEquals', 'StringNotEquals'],
    [account, other],
  ],
  'kms:CallerAccount': [
    ['StringEquals', 'StringNotEquals'],
    [account, other],
  ],
  'aws:PrincipalArn': [
    ['ArnEquals', 'ArnNotEquals', 'StringLike'],
    [role('app'), role('ops'), `arn:aws:iam::${account}:role/*`],
  ],
  'aws:SourceVpce': [
    ['StringEquals', 'StringNotEquals'],
    ['vpce-1', 'vpce-2'],
  ],
};

const some = <T>(items: readonly T[], maxLength: number) =>
  fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength });

const conjunct = fc.constantFrom(...Object.keys(keys)).chain((key) => {
  const [operators = [], values = []] = keys[key] ?? [];
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(fc.constant(key), fc.constantFrom(...operators), some(values, 3)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constant(key), fc.constant('Null'), some(['true', 'false'], 1)),
    },
  );
});

const condition = fc
  .oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 4, arbitrary: fc.array(conjunct, { minLength: 1, maxLength: 2 }) },
  )
  .map((conjuncts) => {
    const result: Record<string, Record<string, readonly string[]>> = {};
    for (const [key, operator, values] of conjuncts) (result[operator] ??= {})[key] = values;
    return result;
  });

const element = fc.oneof(
  { weight: 5, arbitrary: some(principals, 2).map((AWS) => ({ AWS })) },
  { weight: 1, arbitrary: some(services, 2).map((Service) => ({ Service })) },
);

type Keyed = Readonly<Record<string, readonly string[]>>;

/** A statement whose condition is written in full. */
export interface Drawn extends Json {
  readonly Condition: Readonly<Record<string, Keyed>>;
}

const statement: fc.Arbitrary<Drawn> = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  Principal: element,
  Action: some(actions, 3),
  Resource: fc.constantFrom(
    '*',
    '*',
    '*',
    'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  ),
  Condition: condition,
});

type Change = (list: readonly Drawn[], pick: number) => readonly Drawn[];

/** A statement with one of its members changed. */
const edit =
  (change: (s: Drawn, pick: number) => readonly Drawn[]): Change =>
  (list, pick) =>
    list.flatMap((s, at) => (at === pick % list.length ? change(s, pick) : [s]));

const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const changes: readonly Change[] = [
  (list) => list.toReversed(),
  (list, pick) => list.toSpliced(pick % list.length, 1),
  edit((s) => items(s['Action']).map((Action) => ({ ...s, Action }))),
  edit((s) => [{ ...s, Action: 'kms:*' }]),
  edit((s) => [{ ...s, Action: ['kms:ReEncryptFrom', 'kms:ReEncryptTo', ...items(s['Action'])] }]),
  edit((s) => [{ ...s, Principal: '*' }]),
  edit((s) => [{ ...s, Principal: { AWS: account } }]),
  edit((s) => [{ ...s, Condition: {} }]),
  edit((s, pick) => [
    {
      ...s,
      Condition: {
        ...s.Condition,
        Bool: { 'aws:SecureTransport': [String(pick % 2 === 0)] },
      },
    },
  ]),
  edit((s) => splitValues(s)),
  (list) => [
    ...list,
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 'kms:*',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:PrincipalAccount': [account] } },
    },
  ],
];

/** One statement for each value of its first condition. */
function splitValues(s: Drawn): readonly Drawn[] {
  const before = s.Condition;
  const [operator, keyed] = Object.entries(before)[0] ?? [];
  const [key, values] = Object.entries(keyed ?? {})[0] ?? [];
  if (operator === undefined || key === undefined || values === undefined) return [s];
  return values.map((value) => ({
    ...s,
    Condition: { ...before, [operator]: { ...keyed, [key]: [value] } },
  }));
}

/** Two policies, the second a changed copy of the first, or another one. */
export const pair: fc.Arbitrary<readonly [readonly Drawn[], readonly Drawn[]]> = fc
  .tuple(
    fc.array(statement, { minLength: 1, maxLength: 3 }),
    fc.array(statement, { maxLength: 2 }),
    fc.array(fc.tuple(fc.nat(changes.length - 1), fc.nat(100)), { maxLength: 3 }),
  )
  .map(([first, more, edits]) => {
    let second: readonly Drawn[] = first;
    for (const [change, pick] of edits)
      second = second.length === 0 ? second : (changes[change]?.(second, pick) ?? second);
    return [first, [...second, ...more]];
  });
