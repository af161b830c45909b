import { principalTypes } from './document.ts';
import type { Principal, PrincipalType } from './document.ts';
import { reportUnknownMembers, stringsOf } from './members.ts';
import type { Member } from '../json/node.ts';
import { named } from '../json/node.ts';
import type { Place, Report } from '../json/problem.ts';
import { literal, printText, splitText, textOf } from '../text/text.ts';
import type { Text } from '../text/text.ts';

const everyone: Principal = { type: 'AWS', text: literal('*') };

/**
 * The principals of a Principal or NotPrincipal element; `"*"` means `{"AWS": "*"}` (IAM User Guide,
 * "AWS JSON policy elements: Principal").
 */
export function readPrincipal(member: Member, report: Report): readonly Principal[] {
  const { value, at } = member;
  if (value.kind === 'symbol') return [{ type: null, text: value.text }];
  if (value.kind === 'string') return readBare(value.text, at, report);
  if (value.kind !== 'object') {
    report(
      at,
      'grammar',
      `the principal is ${named(value.kind)} where KMS wants "*" or an object of principal types`,
    );
    return [];
  }
  reportUnknownMembers(value, principalTypes, 'a principal', report);
  const open = value.open.map((symbol): Principal => ({ type: null, text: textOf([{ symbol }]) }));
  const listed = value.members.flatMap((m) => readTyped(m, report));
  if (listed.length + open.length === 0)
    report(at, 'no-effect', 'the principal is empty, so the statement has no effect');
  return [...listed, ...open];
}

function readBare(text: Text, at: Place, report: Report): readonly Principal[] {
  if (text.certain === '*') return [everyone];
  if (text.certain === null) return [{ type: null, text }];
  report(at, 'grammar', `principal "${text.certain}" has no type; only "*" may stand alone`);
  return [];
}

function readTyped(member: Member, report: Report): readonly Principal[] {
  const type = typeOf(member.name);
  const strings = stringsOf(member, report);
  for (const { text, at } of strings) {
    const problem =
      type === 'AWS' ? checkAws(text) : type === 'Service' ? checkService(text) : null;
    if (problem !== null) report(at, ...problem);
  }
  return strings.map(({ text }) => ({ type, text }));
}

function typeOf(name: Text): PrincipalType | null {
  return principalTypes.find((type) => type === name.certain) ?? null;
}

/** The id of a user or role, written or left behind by one that was deleted (IAM identifiers). */
export function isUniqueId(text: string): boolean {
  return /^(?:AIDA|AROA)[A-Z0-9]{12,}$/u.test(text);
}

type Fault = readonly ['grammar' | 'principal' | 'orphan', string];

const service =
  /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:amazonaws\.(?:com(?:\.cn)?|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/u;

/** Whether a text is the name of a service of AWS, as in `logs.amazonaws.com`. */
export function isServicePrincipal(text: string): boolean {
  return service.test(text);
}

/** Service principals are written out in full (IAM User Guide, "AWS service principals"). */
function checkService({ certain }: Text): Fault | null {
  if (certain === null || service.test(certain)) return null;
  const why = /[*?]/u.test(certain) ? 'takes no wildcard' : 'ends in amazonaws.com or the like';
  return ['grammar', `service principal "${certain}" is not valid: one ${why}`];
}

/** What an ARN of IAM or STS may name as a principal, and what names none. */
const shapes: readonly (readonly [RegExp, string | null])[] = [
  [/^root$/u, null],
  [/^(?:user|role|federated-user)\/./su, null],
  [/^assumed-role\/[^/]+\/./su, null],
  [/^group(?:\/|$)/u, 'a group is no principal'],
  [/^policy\//u, 'a policy is no principal'],
  [/^instance-profile\//u, 'an instance profile is no principal: name its role'],
  [/^(?:saml|oidc)-provider\//u, 'a provider stands under Federated'],
];

/** What is wrong with a principal of type AWS, as far as it is known (IAM User Guide, Principal element). */
function checkAws(text: Text): Fault | null {
  const { certain } = text;
  if (certain === '*' || /^\d{12}$/u.test(certain ?? '')) return null;
  if (certain !== null && isUniqueId(certain)) {
    return [
      'orphan',
      `${certain} is the id of a deleted user or role: it grants nothing, and PutKeyPolicy refuses it`,
    ];
  }
  const invalid = (why: string, kind: 'grammar' | 'principal' = 'grammar'): Fault => [
    kind,
    `AWS principal "${printText(text)}" is not valid: ${why}`,
  ];
  const made = madeIn(text);
  if (made !== null) return invalid(made);
  const [arn, partition, prefix, region, account, ...rest] = splitText(text, ':');
  if (account === undefined || arn?.certain !== 'arn') {
    if (certain === null) return null;
    return service.test(certain)
      ? invalid('a service stands under Service')
      : invalid('it is no account id, ARN or "*"', 'principal');
  }
  const resource = certain === null ? rest[0]?.parts[0] : rest.map(printText).join(':');
  if (certain !== null && /[*?]/u.test(certain)) return invalid('an ARN takes no wildcard here');
  if (!['iam', 'sts', null, undefined].includes(prefix?.certain))
    return invalid('it is no ARN of IAM or STS');
  if (!['', null, undefined].includes(region?.certain))
    return invalid('an ARN of IAM has no Region');
  if (partition?.certain === '') return invalid('it has no partition');
  if (account.certain !== null && !/^(?:\d{12}|aws|cloudfront)$/u.test(account.certain))
    return invalid(`"${account.certain}" is no account id of 12 digits`, 'principal');
  if (typeof resource !== 'string') return rest.length === 0 ? invalid('it is cut short') : null;
  const shape = shapes.find(([pattern]) =>
    pattern.test(resource + (certain === null ? '?/?' : '')),
  );
  if (shape !== undefined) return shape[1] === null ? null : invalid(shape[1]);
  return certain === null ? null : invalid('it names neither root, a user, a role nor a session');
}

const noPrincipals: Readonly<Record<string, string>> = {
  group: 'a group is no principal',
  policy: 'a policy is no principal',
  instance_profile: 'an instance profile is no principal: name its role',
};

/** The attribute of a resource that is no principal. */
function madeIn({ parts: [only, ...more] }: Text): string | null {
  if (typeof only !== 'object' || more.length > 0) return null;
  const type = /(?:^|\.)aws_iam_(group|policy|instance_profile)\.[\w-]+(?:\[[^\]]*\])?\.arn$/u.exec(
    only.symbol,
  )?.[1];
  return noPrincipals[type ?? ''] ?? null;
}
