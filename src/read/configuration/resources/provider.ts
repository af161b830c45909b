import type { Body } from '../../../hcl/language/source.ts';
import type { SourceLocation } from '../../../model/location.ts';
import { nullVal, unknownVal, type Val } from '../../../hcl/value/value.ts';

/** A provider configuration, as far as it matters: which Region and account it reaches. */
export interface Provider {
  /** As plan JSON names it: `aws`, `aws.eu`, `module.a:aws`. */
  readonly key: string;
  /** The key of the configuration whose account it reaches: one where several have the credentials of the environment. */
  readonly account: string;
  readonly region: () => Val;
  /** The tags of its `default_tags`; null where it has none. */
  readonly tags: () => Val;
  readonly at: SourceLocation | null;
}

/** The provider that nobody configures here: the environment decides. */
export function implicitProvider(key: string): Provider {
  return { key, account: key, at: null, region: () => regionOf(key), tags: () => nullVal };
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
export function ofProvider(what: string, { key, account }: Provider): Val {
  const symbol = `${what} of ${what === 'account' ? account : key}`;
  return { ...unknownVal('not-read', `the ${symbol}`, symbol), text: true, sure: true };
}

/** Whether a provider block names whose account it reaches; one that does not reaches that of the environment. */
export function namesCredentials({ args, blocks }: Body): boolean {
  const names = [...args.keys(), ...blocks.map(({ type }) => type)];
  return names.some((name) => credentials.has(name));
}

/** Arguments of the aws and awscc providers that decide about the account (their documentation, "Authentication"). */
const credentials: ReadonlySet<string> = new Set([
  'access_key',
  'secret_key',
  'token',
  'profile',
  'shared_config_files',
  'shared_credentials_file',
  'shared_credentials_files',
  'assume_role',
  'assume_role_with_web_identity',
  'endpoints',
]);

/** The pairs of a `providers` argument: local name in the module, name in its caller. */
export function providerPairs(source: string): readonly (readonly [string, string])[] {
  const name = '(?<![\\w-])([\\w-]{1,200}(?:\\.[\\w-]{1,200})?)';
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
