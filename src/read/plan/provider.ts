import type { Location } from '../../model/location.ts';
import { known, unknown, type Value } from '../../model/value.ts';
import { elementsOf, member, membersOf, textMember } from '../input/json.ts';
import type { Json } from '../input/resource.ts';

/** Region and account that a provider configuration reaches. */
export interface Provider {
  readonly region: Value<string>;
  readonly account: Value<string>;
  /** Known null without `default_tags`; what they add stands in `tags_all`, where that is known. */
  readonly tags: Value<Json>;
}

/** Accounts by the credentials that reach them, as far as a caller identity tells. */
export type Accounts = ReadonlyMap<string, Value<string> | null>;

/** Reads `configuration.provider_config`, whose keys the resources name in `provider_config_key`. */
export function readProvider(plan: Json, key: string, accounts: Accounts, at: Location): Provider {
  const configs = member(member(plan, 'configuration'), 'provider_config');
  const config = configOf(configs, key);
  const expression = member(member(config, 'expressions'), 'region');
  const written = constantText(expression);
  const region = written ?? rootVariable(plan, config, expression);
  const isSecret = written === null && isSensitive(plan, expression);
  const own = credentialsOf(plan, key);
  const isShared = own === '' && credentialsOf(plan, typeOf(key)) === '';
  const reached = isShared ? typeOf(key) : key;
  return {
    region:
      region === null
        ? unknown('unresolved-reference', `the Region of provider ${key}`, at, `region of ${key}`)
        : { ...known(region, 'explicit', at), ...(isSecret ? { sensitive: true } : {}) },
    tags:
      member(member(config, 'expressions'), 'default_tags') === undefined
        ? known(null, 'default', at)
        : unknown('not-read', `default_tags of provider ${key}`, at),
    account:
      accounts.get(own ?? key) ??
      unknown('not-read', `the account of provider ${reached}`, at, `account of ${reached}`),
  };
}

/** The configuration without an alias, in the root module. */
function typeOf(key: string): string {
  return (key.split(':').at(-1) ?? key).split('.')[0] ?? key;
}

/** Arguments of the aws provider that decide whose credentials it uses (provider documentation, "Authentication"). */
const credentials: ReadonlySet<string> = new Set([
  'access_key',
  'assume_role',
  'assume_role_with_web_identity',
  'endpoints',
  'profile',
  'secret_key',
  'shared_config_files',
  'shared_credentials_file',
  'shared_credentials_files',
  'token',
]);

/**
 * Equal for two provider configurations that use the same credentials, and so reach one account: those without any take
 * them from the environment. A reference means something in its own module alone. Null where nothing tells them.
 */
export function credentialsOf(plan: Json, key: string): string | null {
  const configuration = member(plan, 'configuration');
  const configs = member(configuration, 'provider_config');
  const config = configOf(configs, key);
  if (config === undefined && (configuration === undefined || /[.:]/.test(key))) return null;
  const written = membersOf(member(config, 'expressions'))
    .filter(([name]) => credentials.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (written.length === 0) return '';
  return JSON.stringify([textMember(config, 'module_address') ?? '', ...written]);
}

function configOf(configs: Json | undefined, key: string): Json | undefined {
  const own = member(configs, key);
  return own === undefined || isImplied(own) ? inherited(configs, key) : own;
}

/**
 * Terraform writes a configuration without arguments for a module whose caller does not use the provider itself: the module
 * inherits one from further up.
 */
function isImplied(config: Json): boolean {
  return (
    (textMember(config, 'module_address') ?? '') !== '' &&
    member(config, 'expressions') === undefined
  );
}

/** A module without a configuration of its own inherits the default one, where there is no other to pass. */
function inherited(configs: Json | undefined, key: string): Json | undefined {
  const name = key.split(':').at(-1) ?? key;
  const alike = membersOf(configs).filter(
    ([, config]) => textMember(config, 'name') === name && !isImplied(config),
  );
  const [only] = alike;
  return alike.length === 1 && only !== undefined && only[0] === name ? only[1] : undefined;
}

function constantText(expression: Json | undefined): string | null {
  return textMember(expression, 'constant_value');
}

/** A plan holds the value of a sensitive variable in the clear; only its declaration marks it. */
function isSensitive(plan: Json, expression: Json | undefined): boolean {
  const root = member(member(plan, 'configuration'), 'root_module');
  const [reference] = elementsOf(member(expression, 'references'));
  const name = typeof reference === 'string' ? reference.slice(4) : '';
  return (member(member(member(root, 'variables'), name), 'sensitive') ?? false) !== false;
}

function rootVariable(
  plan: Json,
  config: Json | undefined,
  expression: Json | undefined,
): string | null {
  const references = elementsOf(member(expression, 'references'));
  const [reference] = references;
  if (references.length !== 1 || typeof reference !== 'string') return null;
  if ((textMember(config, 'module_address') ?? '') !== '' || !reference.startsWith('var.')) {
    return null;
  }
  return textMember(member(member(plan, 'variables'), reference.slice(4)), 'value');
}
