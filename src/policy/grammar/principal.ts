import { principalTypes } from './document.ts';
import type { Principal, PrincipalType } from './document.ts';
import { reportUnknownMembers, stringsOf } from './members.ts';
import type { Member } from '../json/node.ts';
import type { Place, Report } from '../json/problem.ts';
import { literal, textOf } from '../text/text.ts';
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
      `the principal is a ${value.kind} where KMS wants "*" or an object of principal types`,
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
  report(
    at,
    'grammar',
    `principal "${text.certain}" has no type; only "*" may stand alone, so KMS refuses the policy`,
  );
  return [];
}

function readTyped(member: Member, report: Report): readonly Principal[] {
  const type = typeOf(member.name);
  const strings = stringsOf(member, report);
  if (type === 'AWS') for (const { text, at } of strings) checkAwsPrincipal(text, at, report);
  return strings.map(({ text }) => ({ type, text }));
}

function typeOf(name: Text): PrincipalType | null {
  return principalTypes.find((type) => type === name.certain) ?? null;
}

/** The id of a user or role, written or left behind by one that was deleted (IAM identifiers). */
export function isUniqueId(text: string): boolean {
  return /^(?:AIDA|AROA)[A-Z0-9]{12,}$/u.test(text);
}

function checkAwsPrincipal({ certain }: Text, at: Place, report: Report): void {
  if (certain === null || certain === '*' || /^\d{12}$/u.test(certain)) return;
  if (isUniqueId(certain)) {
    report(
      at,
      'orphan',
      `${certain} is the id of a deleted user or role: it grants nothing, and PutKeyPolicy refuses it`,
    );
  } else if (!/^arn:[^:]+:(?:iam|sts)::[^:]*:./u.test(certain)) {
    report(
      at,
      'principal',
      `AWS principal "${certain}" is no account id, ARN or "*", so KMS refuses the policy`,
    );
  } else if (/[*?]/u.test(certain)) {
    report(
      at,
      'grammar',
      `a wildcard is no part of a principal's ARN, so KMS refuses "${certain}"`,
    );
  }
}
