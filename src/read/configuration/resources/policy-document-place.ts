import type { Argument, Block } from '../../../hcl/language/source.ts';
import type { SourceLocation } from '../../../model/location.ts';

/** The argument or nested block that makes a member of a statement. */
const sources: Readonly<Record<string, readonly [kind: 'argument' | 'block', name: string]>> = {
  Sid: ['argument', 'sid'],
  Effect: ['argument', 'effect'],
  Action: ['argument', 'actions'],
  NotAction: ['argument', 'not_actions'],
  Resource: ['argument', 'resources'],
  NotResource: ['argument', 'not_resources'],
  Principal: ['block', 'principals'],
  NotPrincipal: ['block', 'not_principals'],
  Condition: ['block', 'condition'],
};

/**
 * Where a member of the JSON of an aws_iam_policy_document is written: the argument, the nested block, or the statement. Of
 * a document that takes in others, or makes statements of a list, the document itself.
 */
export function placeInDocument(
  { body, at }: Block,
  [member, index, element, ...rest]: readonly string[],
): SourceLocation {
  if (member === 'Version') return body.args.get('version')?.at ?? at;
  const isMixed = [...body.args.keys()].some((name) => /^(?:source|override)_/u.test(name));
  if (member !== 'Statement' || isMixed || body.blocks.some(({ type }) => type === 'dynamic'))
    return at;
  const statement = body.blocks.filter(({ type }) => type === 'statement')[Number(index)];
  if (statement === undefined) return at;
  const [kind, name] = sources[element ?? ''] ?? [];
  if (kind === 'argument') return statement.body.args.get(name ?? '')?.at ?? statement.at;
  const blocks = statement.body.blocks.filter(({ type }) => type === name);
  return (blocks.find((block) => isMeant(block, rest)) ?? blocks[0] ?? statement).at;
}

/** The principals of a type, or the condition of an operator and key. */
function isMeant({ body }: Block, [outer, inner]: readonly string[]): boolean {
  if (body.args.has('type')) return says(body.args.get('type'), outer);
  return says(body.args.get('test'), outer) && says(body.args.get('variable'), inner);
}

function says(argument: Argument | undefined, wanted: string | undefined): boolean {
  return wanted === undefined || argument?.source === `"${wanted}"`;
}
