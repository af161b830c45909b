import { UserError } from '../errors.ts';
import { validators } from '../generated/rule-options.js';
import type { Options, Rule } from './rule.ts';

/**
 * A rule's options, complete with their defaults and valid by the rule's schema; the defaults are so by a test.
 * @throws UserError naming the option that is wrong
 */
export function completeOptions(rule: Rule, given: Options): Options {
  const properties = rule.options?.properties ?? {};
  const defaults = Object.entries(properties).map(([name, schema]) => [name, schema.default]);
  const options: Options = { ...Object.fromEntries(defaults), ...given };
  if (Object.keys(given).length === 0) return options;
  const validate = validators[rule.id] ?? hasNone;
  if (validate(options)) return options;
  const [error] = validate.errors ?? [];
  const where = error?.instancePath.replace(/^\//, '') ?? '';
  throw new UserError(
    `option ${where === '' ? '' : `${where} `}of ${rule.id} ${error?.message ?? 'is not valid'}; see \`kmslint explain ${rule.id}\``,
  );
}

function hasNone(options: unknown): boolean {
  return typeof options === 'object' && Object.keys(options ?? {}).length === 0;
}

hasNone.errors = [{ instancePath: '', message: 'does not exist' }];
