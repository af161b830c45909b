import type { Member, Node } from '../json/node.ts';
import { named, nodeKey, nodeSymbols } from '../json/node.ts';
import type { OpenStatement, PolicyDocument, Statement } from './document.ts';
import type { Place, Position, Report } from '../json/problem.ts';
import { memberOf, reportUnknownMembers } from './members.ts';
import type { ObjectNode } from './members.ts';
import { readStatement } from './statement.ts';
import { printText } from '../text/text.ts';
import type { Text } from '../text/text.ts';

const elements = ['Version', 'Id', 'Statement'];
const versions = new Set(['2012-10-17', '2008-10-17']);

/**
 * Reads a JSON value as a key policy (IAM User Guide, "Grammar of the IAM JSON policy language";
 * KMS Developer Guide, "Key policies in AWS KMS"). What is wrong is reported, the rest is read.
 */
export function readDocument(
  root: Node,
  report: Report,
  position: (offset: number) => Position,
): Omit<PolicyDocument, 'symbols'> | null {
  if (root.kind === 'symbol')
    return { version: null, statements: [openStatement(root, 0, position)] };
  if (root.kind !== 'object') {
    report(root, 'grammar', rootMessage(root));
    return null;
  }
  if (isAnswer(root)) {
    report(
      root,
      'grammar',
      'this is the answer of GetKeyPolicy: the policy is the text of its member Policy',
    );
    return null;
  }
  reportUnknownMembers(root, elements, 'a policy', report);
  readId(memberOf(root, 'Id'), report);
  const statements = readStatements(root, report, position);
  return { version: readVersion(memberOf(root, 'Version'), report), statements };
}

function rootMessage(root: Node): string {
  if (root.kind === 'array') return 'the policy is a list, and KMS takes one JSON object';
  if (root.kind === 'string')
    return 'the policy is a JSON string that holds the document: it is encoded twice';
  return `the policy is ${named(root.kind)}, and KMS takes a JSON object`;
}

function isAnswer(root: ObjectNode): boolean {
  return (
    memberOf(root, 'Policy')?.value.kind === 'string' && memberOf(root, 'Statement') === undefined
  );
}

function readId(member: Member | undefined, report: Report): void {
  if (member === undefined || ['string', 'symbol'].includes(member.value.kind)) return;
  report(member.at, 'grammar', 'Id is no string');
}

function readVersion(member: Member | undefined, report: Report): Text | null {
  if (member === undefined) return null;
  const { value, at } = member;
  if (value.kind === 'symbol') return value.text;
  const text = value.kind === 'string' ? value.text : null;
  if (text === null || (text.certain !== null && !versions.has(text.certain))) {
    const shown = text === null ? '' : ` "${printText(text)}"`;
    report(at, 'grammar', `Version${shown} is neither "2012-10-17" nor "2008-10-17"`);
  }
  return text;
}

function readStatements(
  root: ObjectNode,
  report: Report,
  position: (offset: number) => Position,
): readonly (Statement | OpenStatement)[] {
  const rest = root.open.length > 0 || root.members.some((m) => m.name.certain === null);
  const member = memberOf(root, 'Statement');
  if (member === undefined && !rest) report(root, 'grammar', 'Statement is missing');
  const items = member === undefined ? [] : listOf(member.value);
  if (member !== undefined && items.length === 0) {
    report(member.at, 'grammar', 'Statement is empty');
  }
  const read = items.flatMap((node, index) => readOne(node, index, report, position) ?? []);
  const whole: Node = { ...root, members: root.members.filter((m) => m.name.certain === null) };
  return rest ? [...read, openStatement(whole, items.length, position)] : read;
}

function listOf(node: Node): readonly Node[] {
  return node.kind === 'array' ? node.items : [node];
}

function readOne(
  node: Node,
  index: number,
  report: Report,
  position: (offset: number) => Position,
): Statement | OpenStatement | null {
  if (node.kind === 'symbol') return openStatement(node, index, position);
  if (node.kind !== 'object') {
    report(node, 'grammar', `a statement is ${named(node.kind)} where KMS wants an object`);
    return null;
  }
  const statement = readStatement(node, report);
  if (statement === 'open') return openStatement(node, index, position);
  return statement === null ? null : { ...statement, index, ...position(node.offset) };
}

function openStatement(
  node: Node & Place,
  index: number,
  position: (o: number) => Position,
): OpenStatement {
  return {
    kind: 'open',
    index,
    pointer: node.pointer,
    key: nodeKey(node),
    symbols: [...new Set(nodeSymbols(node))],
    ...position(node.offset),
  };
}
