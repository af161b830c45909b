import type { Member, Node } from '../json/node.ts';
import type { Place, Report } from '../json/problem.ts';
import { printText } from '../text/text.ts';
import type { Text } from '../text/text.ts';

export type ObjectNode = Extract<Node, { kind: 'object' }>;

/** A member by its exact name. */
export function memberOf(node: ObjectNode, name: string): Member | undefined {
  return node.members.find((m) => m.name.certain === name);
}

/** Names of elements are exact; a wrong case is the usual slip. */
export function reportUnknownMembers(
  node: ObjectNode,
  names: readonly string[],
  owner: string,
  report: Report,
): void {
  for (const { name, at } of node.members) {
    if (name.certain === null || names.includes(name.certain)) continue;
    const meant = names.find((n) => n.toLowerCase() === name.certain?.toLowerCase());
    const instead = meant === undefined ? `is no element of ${owner}` : `is written "${meant}"`;
    report(at, 'grammar', `"${name.certain}" ${instead}`);
  }
}

/** The strings of a member that takes one or a list. A symbol is a string, or strings, not known. */
export function stringsOf(
  member: Member,
  report: Report,
): readonly { readonly text: Text; readonly at: Place }[] {
  const { value } = member;
  const nodes = value.kind === 'array' ? value.items : [value];
  return nodes.flatMap((node) => {
    if (node.kind === 'string' || node.kind === 'symbol') return [{ text: node.text, at: node }];
    report(
      node,
      'grammar',
      `${printText(member.name)} holds a value of type ${node.kind} where KMS wants strings`,
    );
    return [];
  });
}
