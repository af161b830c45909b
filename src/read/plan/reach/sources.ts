import { elementsOf, isArray, isObject, member, membersOf } from '../../input/json.ts';
import { relevantTypes, type Json, type Reach, type Sources } from '../../input/resource.ts';
import type { ConfigResource } from '../configuration.ts';
import { reachFinder, type Reach as Reached, type Scope } from './reach.ts';

type Blocks = Reached['blocks'];

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

/** Where the values of arguments come from that are written, and not known before apply. */
export interface SourceFinder {
  /** Of what the argument of a block can be computed. */
  readonly sourcesOf: (expression: Json | undefined, own: ConfigResource) => Sources;
  /**
   * The objects of KMS and CloudHSM that an expression can have its value from; null where that is any. Settled ones too: a
   * condition that is not known may choose them.
   */
  readonly candidatesOf: (expression: Json | undefined, scope: Scope) => Reach;
}

/** @param isUnsettled whether a block, by address without instance keys, may hold something that is not known before apply */
export function findSources(isUnsettled: (block: string) => boolean): SourceFinder {
  const unsettled = reachFinder(isUnsettled);
  const every = reachFinder(() => true);
  const candidates = new WeakMap<object, Reach>();
  const splits = new WeakMap<object, Split>();
  return {
    sourcesOf: (expression, own) => {
      const reach = unsettled(expression, own);
      if (!reach.isBounded) return 'anything';
      const split = splits.get(reach) ?? splitOf(reach.blocks);
      splits.set(reach, split);
      const isSource = (block: ConfigResource): boolean => block !== own && !needs(block, own);
      if (split.others.some(isSource)) return 'anything';
      return split.ofKms.some(isSource) ? 'texts' : 'nothing';
    },
    candidatesOf: (expression, scope) => {
      const reach = every(expression, scope);
      const found = candidates.get(reach);
      if (found !== undefined) return found;
      const made = candidatesIn(reach);
      candidates.set(reach, made);
      return made;
    },
  };
}

/** The blocks of a reach: those of KMS and CloudHSM, and all others. */
interface Split {
  readonly ofKms: readonly ConfigResource[];
  readonly others: readonly ConfigResource[];
}

function splitOf(blocks: Blocks): Split {
  const all = [...blocks.values()];
  return { ofKms: all.filter(isOfKms), others: all.filter((block) => !isOfKms(block)) };
}

function isOfKms({ mode, type }: ConfigResource): boolean {
  return mode !== 'data' && relevantTypes.has(type);
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

function candidatesIn({ blocks, isBounded }: Reached): Reach {
  const all = [...blocks];
  const looksUp = all.some(([, { mode, type }]) => mode === 'data' && !selfContained.has(type));
  // What comes from nowhere was not understood.
  if (!isBounded || looksUp || all.length === 0) return null;
  return new Set(all.flatMap(([address, block]) => (isOfKms(block) ? [address] : [])));
}
