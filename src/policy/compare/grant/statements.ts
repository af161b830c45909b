import type { Grant } from '../../../model/inventory.ts';
import { isConstrained } from '../../../model/keys/grant-operations.ts';
import type { GrantConstraints } from '../../../model/keys/grant-terms.ts';
import type { Conjunct, Principal, Statement } from '../../grammar/document.ts';
import { literal } from '../../text/text.ts';

/** What a grant gives, as the statements of a key policy that would give it: those without a condition first. */
export function statementsOf(
  { constraints }: Grant,
  principal: Principal,
  operations: readonly string[],
): readonly Statement[] {
  const free = operations.filter((operation) => !isConstrained(operation));
  const bound = operations.filter(isConstrained);
  const condition = constraints.known ? conditionOf(constraints.value) : [];
  return [
    ...(free.length === 0 ? [] : [statement(0, principal, free, [])]),
    ...(bound.length === 0 ? [] : [statement(1, principal, bound, condition)]),
  ];
}

function statement(
  index: number,
  principal: Principal,
  operations: readonly string[],
  condition: readonly Conjunct[],
): Statement {
  return {
    kind: 'statement',
    index,
    pointer: '',
    line: 1,
    column: 1,
    sid: null,
    effect: 'Allow',
    principal: { negated: false, items: [principal] },
    action: { negated: false, items: operations.map((name) => literal(`kms:${name}`)) },
    resource: { negated: false, items: [literal('*')] },
    condition,
  };
}

/** Condition keys of AWS KMS and, for the source, of every service (KMS Developer Guide, "Condition keys"). */
function conditionOf({ equals, subset, sourceArn }: GrantConstraints): readonly Conjunct[] {
  const pairs = Object.entries({ ...subset, ...equals });
  return [
    ...pairs.map(([name, value]) =>
      conjunct('StringEquals', `kms:EncryptionContext:${name}`, [value]),
    ),
    ...(equals === null
      ? []
      : [conjunct('ForAllValues:StringEquals', 'kms:EncryptionContextKeys', Object.keys(equals))]),
    ...(sourceArn === null ? [] : [conjunct('ArnEquals', 'aws:SourceArn', [sourceArn])]),
  ];
}

function conjunct(operator: string, key: string, values: readonly string[]): Conjunct {
  return { operator: literal(operator), key: literal(key), values: values.map(literal) };
}
