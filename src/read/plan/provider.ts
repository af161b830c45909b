import { known, unknown, type Value } from '../../model/value.ts';
import type { Location } from '../../model/location.ts';
import { elementsOf, member, membersOf, textMember } from '../input/json.ts';
import type { Json } from '../input/resource.ts';

/** Region and account that a provider configuration reaches. */
export interface Provider {
  readonly region: Value<string>;
  readonly account: Value<string>;
  /** Known null without `default_tags`; what they add stands in `tags_all`, where that is known. */
  readonly tags: Value<Json>;
}

/** Reads `configuration.provider_config`, whose keys the resources name in `provider_config_key`. */
export function readProvider(plan: Json, key: string, at: Location): Provider {
  const configs = member(member(plan, 'configuration'), 'provider_config');
  const config = member(configs, key) ?? inherited(configs, key);
  const expression = member(member(config, 'expressions'), 'region');
  const written = constantText(expression);
  const region = written ?? rootVariable(plan, config, expression);
  const isSecret = written === null && isSensitive(plan, expression);
  return {
    region:
      region === null
        ? unknown('unresolved-reference', `the Region of provider ${key}`, at, `region of ${key}`)
        : { ...known(region, 'explicit', at), ...(isSecret ? { sensitive: true } : {}) },
    tags:
      member(member(config, 'expressions'), 'default_tags') === undefined
        ? known(null, 'default', at)
        : unknown('not-read', `default_tags of provider ${key}`, at),
    account: unknown('not-read', `the account of provider ${key}`, at, `account of ${key}`),
  };
}

/** A module without a configuration of its own inherits the default one, where there is no other to pass. */
function inherited(configs: Json | undefined, key: string): Json | undefined {
  const name = key.split(':').at(-1) ?? key;
  const alike = membersOf(configs).filter(([, config]) => textMember(config, 'name') === name);
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
