import type { Grant } from '../../model/inventory.ts';
import {
  unconstrained,
  type ContextPairs,
  type GrantConstraints,
} from '../../model/keys/grant-terms.ts';
import type { Value } from '../../model/value.ts';
import { isArray, isObject } from '../input/json.ts';
import type { Json, Resource } from '../input/resource.ts';
import { convert, orDefault, readText, type Flaws } from './attributes.ts';
import { readSubject } from './subject.ts';
import { readTarget, type Declared } from './targets.ts';

/** An aws_kms_grant. Whoever writes one is no service of AWS. */
export function readGrant(resource: Resource, declared: Declared, flaws: Flaws): Grant {
  return {
    ...readSubject(resource, flaws),
    kind: 'grant',
    key: readTarget(resource, 'key_id', 'key', declared, flaws),
    grantee: orDefault(readText(resource, 'grantee_principal', flaws), ''),
    operations: orDefault(
      readWhole(resource, 'operations', flaws, 'a list of strings', textsOf),
      [],
    ),
    constraints: orDefault(
      readWhole(resource, 'constraints', flaws, 'blocks with maps', constraintsOf),
      unconstrained,
    ),
    retirer: readText(resource, 'retiring_principal', flaws),
    name: readText(resource, 'name', flaws),
    isOfService: false,
  };
}

/** A list or map of which a part is not known is not known. */
function readWhole<T>(
  resource: Resource,
  name: string,
  flaws: Flaws,
  wanted: string,
  narrow: (json: Json) => T | undefined,
): Value<T | null> {
  const { lacking } = resource.attribute(name);
  return lacking ?? convert(resource, name, flaws, wanted, narrow);
}

function textsOf(json: Json): readonly string[] | undefined {
  if (!isArray(json)) return undefined;
  const texts = json.filter((one) => typeof one === 'string');
  return texts.length === json.length ? texts : undefined;
}

/** A set of blocks, of which the provider makes the constraints of one grant. */
function constraintsOf(json: Json): GrantConstraints | undefined {
  const blocks = isArray(json) ? json : [json];
  const made = blocks.map(constraintsIn);
  if (made.includes(null)) return undefined;
  const given = (name: 'equals' | 'subset'): ContextPairs | null =>
    made.findLast((one) => (one?.[name] ?? null) !== null)?.[name] ?? null;
  return { ...unconstrained, equals: given('equals'), subset: given('subset') };
}

/** One of the blocks; null where it is none. */
function constraintsIn(block: Json): Pick<GrantConstraints, 'equals' | 'subset'> | null {
  if (!isObject(block)) return null;
  const equals = pairsOf(block['encryption_context_equals'] ?? null);
  const subset = pairsOf(block['encryption_context_subset'] ?? null);
  return equals === undefined || subset === undefined ? null : { equals, subset };
}

/** An empty map constrains nothing; Terraform converts numbers and bools. */
function pairsOf(json: Json): ContextPairs | null | undefined {
  if (json === null) return null;
  if (!isObject(json)) return undefined;
  const pairs = Object.entries(json).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [[name, String(value)] as const]
      : [],
  );
  if (pairs.length < Object.keys(json).length) return undefined;
  return pairs.length === 0 ? null : Object.fromEntries(pairs);
}
