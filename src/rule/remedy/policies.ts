import type { RemedyPart } from '../../model/finding.ts';
import type { Key, PolicyAttachment } from '../../model/inventory.ts';
import { partitionOf } from '../../model/place/partition.ts';
import type { Word } from '../../text/shell.ts';
import { block } from './blocks.ts';
import { keyWord } from './keys.ts';
import { argumentsOf, declaredName, localAddress } from './names.ts';
import { aws, change, code, commands, jsonWord, plain, words, type Remedy } from './part.ts';

// Key policies: those that lack something, and those that are not valid.

/** A policy for a key, as JSON and as HCL. */
interface PolicyLines {
  readonly json: readonly string[] | null;
  readonly hcl: readonly string[] | null;
}

const file = 'key-policy.json';

/** Gives the successor a policy that covers its predecessor's; else the same one, for a person to go over. */
export function copyPolicy(
  predecessor: Key,
  successor: Key,
  isGone: boolean,
  covering: PolicyLines | null = null,
): Remedy {
  const { json = null, hcl = null } = covering ?? {};
  if (successor.source !== 'live')
    return hcl === null
      ? copyDeclared(predecessor, successor, isGone)
      : [setPolicy(successor, hcl)];
  if (json === null) return copyWhole(predecessor, successor);
  return [
    words('a policy that gives what the other one gives, and keeps what is there'),
    commands(successor, putPolicy(successor, jsonWord(json.join('\n')))),
  ];
}

function copyDeclared(predecessor: Key, successor: Key, isGone: boolean): Remedy {
  const [old, next] = [declaredName(predecessor), declaredName(successor)];
  const isBeside = old !== null && next !== null && old.module === next.module && !isGone;
  if (isBeside) {
    const { policy } = argumentsOf(next.type);
    return [change(successor, [[policy, `${localAddress(old)}.${argumentsOf(old.type).policy}`]])];
  }
  return [
    words(
      'give both keys one policy: hand the text of the other one over, in which * names the key itself',
    ),
    change(successor, [[argumentsOf(next?.type ?? 'aws_kms_key').policy, 'var.key_policy']]),
    code(
      block('variable "key_policy"', [
        ['type', 'string'],
        ['description', '"Key policy of both keys, as JSON"'],
      ]),
    ),
  ];
}

function copyWhole(predecessor: Key, successor: Key): Remedy {
  return [
    commands(predecessor, getPolicy(predecessor)),
    words('put its own ARN right in the file, or write * for it, and then'),
    commands(successor, putPolicy(successor)),
  ];
}

function setPolicy(key: Key, hcl: readonly string[]): RemedyPart {
  const [first = '', ...more] = hcl;
  const { policy } = argumentsOf(declaredName(key)?.type ?? 'aws_kms_key');
  const expression = [first.replace(/^policy = /, ''), ...more].join('\n');
  return change(key, [[policy, expression]]);
}

function getPolicy(key: Key): readonly Word[] {
  const told = ['--key-id', keyWord(key), '--policy-name', 'default', '--query', 'Policy'];
  return [...aws('kms', 'get-key-policy', key, ...told, '--output', 'text'), { own: `> ${file}` }];
}

function putPolicy(key: Key, policy: Word = `file://${file}`): readonly Word[] {
  const told = ['--key-id', keyWord(key), '--policy-name', 'default', '--policy', policy];
  return aws('kms', 'put-key-policy', key, ...told);
}

/** Lets AWS check a policy text, and puts the right one in its place. */
export function correctPolicy(subject: Key | PolicyAttachment): Remedy {
  const told = ['--policy-type', 'RESOURCE_POLICY', '--policy-document', `file://${file}`];
  const validate = aws('accessanalyzer', 'validate-policy', subject, ...told);
  if (subject.kind === 'key' && subject.source === 'live') {
    return [
      commands(subject, getPolicy(subject)),
      words('correct the file, and let AWS check it, which tells what is wrong where'),
      commands(subject, validate),
      words('it replaces the whole policy: see that it lets you change it again'),
      commands(subject, putPolicy(subject)),
    ];
  }
  const name = declaredName(subject);
  const label = name?.label ?? 'example';
  const root = rootOf(subject);
  const document = block(
    `data "aws_iam_policy_document" "${label}"`,
    [],
    [
      '# and a block for each other statement',
      ...block('statement', [
        ['sid', '"Enable IAM User Permissions"'],
        ['actions', '["kms:*"]'],
        ['resources', '["*"]'],
      ]).slice(0, -1),
      ...block('principals', [
        ['type', '"AWS"'],
        [
          'identifiers',
          `["${root ?? 'arn:aws:iam::${data.aws_caller_identity.current.account_id}:root'}"]`,
        ],
      ]).map((line) => `  ${line}`),
      '}',
    ],
  );
  return [
    words('correct the text where the finding points, or let Terraform write the JSON'),
    code(document, ...(root === null ? [['data "aws_caller_identity" "current" {}']] : [])),
    change(subject, [
      [
        subject.kind === 'key' ? argumentsOf(name?.type ?? '').policy : 'policy',
        `data.aws_iam_policy_document.${label}.json`,
      ],
    ]),
  ];
}

function rootOf({ account, region }: Key | PolicyAttachment): string | null {
  const [id, place] = [plain(account, /^\d{12}$/), plain(region, /^[a-z0-9-]{1,40}$/)];
  return id === null || place === null ? null : `arn:${partitionOf(place)}:iam::${id}:root`;
}

/** Statements that bound the period of automatic rotation. */
export function boundPeriod(key: Key): Remedy {
  if (key.source === 'live') {
    return [
      words(
        'add these to the statements of the key policy, or of a service control policy without their Principal',
      ),
      { language: 'json', lines: JSON.stringify(bounds, null, 2).split('\n') },
      commands(key, getPolicy(key)),
      words('add them in the file, see that it lets you change it again, and then'),
      commands(key, putPolicy(key)),
    ];
  }
  const list = bounds.map((statement) => {
    const rows = Object.entries(statement).map(([name, value]) => `    ${name} = ${inHcl(value)}`);
    return ['  {', ...rows, '  },'].join('\n');
  });
  const argument = argumentsOf(declaredName(key)?.type ?? 'aws_kms_key').policy;
  return [
    code([
      `# among the statements of ${argument} in ${declaredName(key) === null ? 'the key' : key.subject}, as concat([...], local.rotation_period_bounds):`,
      ...block('locals', [['rotation_period_bounds', `[\n${list.join('\n')}\n]`]]),
    ]),
  ];
}

function inHcl(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const rows = Object.entries(value).map(([name, inner]) => `"${name}" = ${inHcl(inner)}`);
  return `{ ${rows.join(', ')} }`;
}

const bounds = [
  boundOf('RotationPeriodOutOfBounds', 'NumericGreaterThan', '365'),
  boundOf('RotationPeriodNotNamed', 'Null', 'true'),
];

function boundOf(sid: string, operator: string, value: string): Readonly<Record<string, unknown>> {
  return {
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: 'kms:EnableKeyRotation',
    Resource: '*',
    Condition: { [operator]: { 'kms:RotationPeriodInDays': value } },
  };
}
