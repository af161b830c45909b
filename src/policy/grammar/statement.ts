import type { Listing, Statement } from './document.ts';
import { readCondition } from './condition.ts';
import { readPrincipal } from './principal.ts';
import { memberOf, reportUnknownMembers, stringsOf } from './members.ts';
import type { ObjectNode } from './members.ts';
import type { Member } from '../json/node.ts';
import type { Problem, Report } from '../json/problem.ts';
import { checkAction } from './action.ts';
import { checkResource } from './resource.ts';
import type { Text } from '../text/text.ts';

const elements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/** One statement; `'open'` where a symbol may hold any of its elements. */
export function readStatement(
  node: ObjectNode,
  report: Report,
): Omit<Statement, 'index' | 'line' | 'column'> | 'open' | null {
  reportUnknownMembers(node, elements, 'a statement', report);
  const effect = readEffect(node, report);
  const principal = readPrincipals(node, report);
  const action = readStrings(node, 'Action', report, checkAction);
  const resource = readStrings(node, 'Resource', report, checkResource);
  const condition = readCondition(memberOf(node, 'Condition'), report);
  const sid = readSid(memberOf(node, 'Sid'), report);
  if (node.open.length > 0 || node.members.some((m) => m.name.certain === null)) return 'open';
  reportNoEffect(node, { Action: action, Resource: resource }, report);
  if (effect === null || principal === null) return missing(node, effect, report);
  if (effect === 'open') return 'open';
  return {
    kind: 'statement',
    pointer: node.pointer,
    sid,
    effect,
    principal,
    action,
    resource,
    condition,
  };
}

function missing(node: ObjectNode, effect: unknown, report: Report): null {
  const has = (name: string) => memberOf(node, name) !== undefined;
  if (effect === null && !has('Effect')) {
    report(node, 'grammar', 'the statement has no Effect');
  }
  if (!has('Principal') && !has('NotPrincipal')) {
    report(node, 'grammar', 'the statement has no Principal');
  }
  return null;
}

function readSid(member: Member | undefined, report: Report): Text | null {
  if (member === undefined) return null;
  if (member.value.kind === 'string' || member.value.kind === 'symbol') return member.value.text;
  report(member.at, 'grammar', 'Sid is no string');
  return null;
}

function readEffect(node: ObjectNode, report: Report): 'Allow' | 'Deny' | 'open' | null {
  const member = memberOf(node, 'Effect');
  if (member === undefined) return null;
  const { value, at } = member;
  if (value.kind === 'symbol' || (value.kind === 'string' && value.text.certain === null))
    return 'open';
  const text = value.kind === 'string' ? value.text.certain : null;
  if (text === 'Allow' || text === 'Deny') return text;
  const shown = text === null ? '' : ` "${text}"`;
  report(at, 'grammar', `Effect${shown} is neither "Allow" nor "Deny" (its case counts)`);
  return null;
}

function readPrincipals(node: ObjectNode, report: Report): Statement['principal'] | null {
  const member = oneOf(node, 'Principal', report);
  return member === null
    ? null
    : { negated: isNegated(member), items: readPrincipal(member, report) };
}

/** The element or its Not-form; both at once are refused. */
function oneOf(node: ObjectNode, name: string, report: Report): Member | null {
  const plain = memberOf(node, name);
  const negated = memberOf(node, `Not${name}`);
  if (plain !== undefined && negated !== undefined) {
    report(negated.at, 'grammar', `the statement has both ${name} and Not${name}`);
  }
  return plain ?? negated ?? null;
}

function isNegated(member: Member): boolean {
  return member.name.certain?.startsWith('Not') === true;
}

function readStrings(
  node: ObjectNode,
  name: string,
  report: Report,
  check: (text: Text) => readonly [Problem['kind'], string] | null,
): Listing<Text> | null {
  const member = oneOf(node, name, report);
  if (member === null) return null;
  const items = stringsOf(member, report);
  for (const { text, at } of items) {
    const problem = check(text);
    if (problem !== null) report(at, ...problem);
  }
  return items.length === 0
    ? null
    : { negated: isNegated(member), items: items.map((i) => i.text) };
}

function reportNoEffect(
  node: ObjectNode,
  lists: Readonly<Record<string, unknown>>,
  report: Report,
): void {
  for (const [name, list] of Object.entries(lists)) {
    const member = memberOf(node, name) ?? memberOf(node, `Not${name}`);
    if (list !== null || (member !== undefined && !isEmptyList(member))) continue;
    const lacks = member === undefined ? `has no ${name}` : `has an empty ${name}`;
    report(member?.at ?? node, 'no-effect', `the statement ${lacks}, so it has no effect`);
  }
}

function isEmptyList(member: Member): boolean {
  return member.value.kind === 'array' && member.value.items.length === 0;
}
