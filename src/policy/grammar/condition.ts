import type { Conjunct } from './document.ts';
import type { ObjectNode } from './members.ts';
import type { Member, Node } from '../json/node.ts';
import { named } from '../json/node.ts';
import { checkKey, checkOperator, checkValue } from './condition-value.ts';
import { readOperator } from './operator.ts';
import type { Operator } from './operator.ts';
import type { Report } from '../json/problem.ts';
import { printText, textOf } from '../text/text.ts';
import type { Text } from '../text/text.ts';

/** The conjuncts of a Condition element: all must hold, the values of each are alternatives. */
export function readCondition(member: Member | undefined, report: Report): readonly Conjunct[] {
  if (member === undefined) return [];
  const { value } = member;
  if (value.kind === 'symbol') return [{ operator: value.text, key: null, values: null }];
  if (value.kind === 'object') {
    return [
      ...openConjuncts(value, null),
      ...value.members.flatMap((m) => readOperatorBlock(m, report)),
    ];
  }
  report(member.at, 'grammar', `Condition is ${named(value.kind)} where KMS wants an object`);
  return [];
}

function openConjuncts(node: ObjectNode, operator: Text | null): readonly Conjunct[] {
  return node.open.map((symbol) => {
    const text = textOf([{ symbol }]);
    return operator === null
      ? { operator: text, key: null, values: null }
      : { operator, key: text, values: null };
  });
}

function readOperatorBlock({ name, at, value }: Member, report: Report): readonly Conjunct[] {
  if (name.certain !== null && readOperator(name.certain.toLowerCase(), true) === null) {
    report(at, 'grammar', `"${name.certain}" is no condition operator`);
  }
  if (value.kind === 'symbol') return [{ operator: name, key: value.text, values: null }];
  if (value.kind === 'object') {
    return [...openConjuncts(value, name), ...value.members.map((m) => readKey(name, m, report))];
  }
  report(
    at,
    'grammar',
    `operator ${printText(name)} holds ${named(value.kind)} where KMS wants condition keys`,
  );
  return [];
}

function readKey(operator: Text, { name, at, value }: Member, report: Report): Conjunct {
  if (name.certain?.includes(':') === false) {
    report(at, 'grammar', `condition key "${name.certain}" has no prefix like aws: or kms:`);
  }
  const nodes = value.kind === 'array' ? value.items : [value];
  const known =
    operator.certain === null ? null : readOperator(operator.certain.toLowerCase(), true);
  const fault = checkKey(name) ?? (known === null ? null : checkOperator(known, name));
  if (fault !== null)
    report(at, 'no-effect', `${fault}, so the condition does not do what it says`);
  else if (nodes.length === 0)
    report(at, 'no-effect', `condition key "${printText(name)}" has no values, so it never holds`);
  return {
    operator,
    key: name,
    values: nodes.flatMap((node) => readValue(node, known, report)),
  };
}

/** Numbers and booleans are compared as their text. */
function readValue(node: Node, operator: Operator | null, report: Report): readonly Text[] {
  if (node.kind === 'object' || node.kind === 'array' || node.kind === 'null') {
    report(node, 'grammar', `a condition value is of type ${node.kind} where KMS wants strings`);
    return [];
  }
  const fault = operator === null ? null : checkValue(operator, node.text);
  if (fault !== null)
    report(node, 'no-effect', `${fault}, so the condition does not do what it says`);
  return [node.text];
}
