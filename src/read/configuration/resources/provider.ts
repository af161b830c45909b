import type { SourceLocation } from '../../../model/location.ts';
import { nullVal, unknownVal, type Val } from '../../../hcl/value/value.ts';

/** A provider configuration, as far as it matters: which Region and account it reaches. */
export interface Provider {
  /** As plan JSON names it: `aws`, `aws.eu`, `module.a:aws`. */
  readonly key: string;
  readonly region: () => Val;
  /** The tags of its `default_tags`; null where it has none. */
  readonly tags: () => Val;
  readonly at: SourceLocation | null;
}

/** The provider that nobody configures here: the environment decides. */
export function implicitProvider(key: string): Provider {
  return { key, at: null, region: () => regionOf(key), tags: () => nullVal };
}

export function regionOf(key: string): Val {
  const unknown = unknownVal(
    'unresolved-reference',
    `the Region of provider ${key}`,
    `region of ${key}`,
  );
  return { ...unknown, text: true, sure: true };
}

/** Symbol of something that is the same wherever one provider configuration is used. */
export function ofProvider(what: string, { key }: Provider): Val {
  const symbol = `${what} of ${key}`;
  return { ...unknownVal('not-read', `the ${symbol}`, symbol), text: true, sure: true };
}

/** The pairs of a `providers` argument: local name in the module, name in its caller. */
export function providerPairs(source: string): readonly (readonly [string, string])[] {
  const name = '([\\w-]+(?:\\.[\\w-]+)?)';
  const pairs = source.matchAll(new RegExp(`${name}"?\\s*[=:]\\s*"?${name}`, 'g'));
  return [...pairs].map(([, inner = '', outer = '']) => [inner, outer]);
}

/** The local name of the provider that a resource uses. */
export function providerName(type: string, argument: string | undefined): string {
  const [implied = type] = type.split('_');
  return argument?.replaceAll(/["\s]/g, '') ?? implied;
}

/** Members of data sources that depend on nothing but the provider configuration. */
export function identityAttribute(type: string, name: string, provider: Provider): Val | null {
  switch (`${type}.${name}`) {
    case 'aws_caller_identity.account_id':
    case 'aws_caller_identity.id':
      return ofProvider('account', provider);
    case 'aws_partition.partition':
    case 'aws_partition.id':
      return ofProvider('partition', provider);
    case 'aws_region.name':
    case 'aws_region.region':
    case 'aws_region.id':
      return provider.region();
    default:
      return identityTypes.has(type) ? ofProvider(`${type}.${name}`, provider) : null;
  }
}

const identityTypes: ReadonlySet<string> = new Set([
  'aws_caller_identity',
  'aws_partition',
  'aws_region',
  'aws_default_tags',
  'aws_canonical_user_id',
  'aws_iam_account_alias',
]);
