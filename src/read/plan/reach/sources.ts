import { elementsOf, isArray, isObject, member, membersOf } from '../../input/json.ts';
import { relevantTypes, type Json, type Reach, type Sources } from '../../input/resource.ts';
import type { ConfigResource } from '../configuration.ts';
import { addressOf, reachOf } from './reach.ts';

/** Data sources that tell of no object but what their arguments name, or of what is the account's or provider's own. */
const selfContained: ReadonlySet<string> = new Set([
  'aws_arn',
  'aws_availability_zones',
  'aws_caller_identity',
  'aws_default_tags',
  'aws_iam_policy_document',
  'aws_partition',
  'aws_region',
  'aws_service_principal',
]);

/** Of what an argument can be computed that is written, and not known before apply. */
export function sourcesOf(
  expression: Json | undefined,
  own: ConfigResource,
  isUnsettled: (block: string) => boolean,
): Sources {
  const { blocks, isBounded } = reachOf(expression, own, isUnsettled);
  if (!isBounded) return 'anything';
  const [name, others] = [addressOf(own), [...blocks]];
  const sources = others.filter(([address, block]) => address !== name && !needs(block, own));
  if (sources.length === 0) return 'nothing';
  return sources.every(([, { mode, type }]) => mode !== 'data' && relevantTypes.has(type))
    ? 'texts'
    : 'anything';
}

/** A block that refers to another one is nothing that this one can be made of: there would be a cycle. */
function needs(block: ConfigResource, own: ConfigResource): boolean {
  return block.module === own.module && mentions(block.expressions, own.local);
}

function mentions(expression: Json | undefined, local: string): boolean {
  if (isArray(expression)) return expression.some((part) => mentions(part, local));
  if (!isObject(expression)) return false;
  const references = elementsOf(member(expression, 'references'));
  return references.includes(local) || membersOf(expression).some(([, e]) => mentions(e, local));
}

/**
 * The objects of KMS and CloudHSM that an expression can have its value from; null where that is any. Settled ones too: a
 * condition that is not known may choose them.
 */
export function candidatesOf(
  expression: Json | undefined,
  own: Pick<ConfigResource, 'module' | 'repetition'>,
): Reach {
  const { blocks, isBounded } = reachOf(expression, own, () => true);
  const all = [...blocks];
  const looksUp = all.some(([, { mode, type }]) => mode === 'data' && !selfContained.has(type));
  // What comes from nowhere was not understood.
  if (!isBounded || looksUp || all.length === 0) return null;
  return new Set(
    all.flatMap(([address, { mode, type }]) =>
      mode !== 'data' && relevantTypes.has(type) ? [address] : [],
    ),
  );
}
