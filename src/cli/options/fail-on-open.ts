import { rules } from '../../../rules/index.ts';
import { findRule } from './select.ts';

/**
 * The rules that `--fail-on-open=RULE,RULE` names; null where it names none and is a switch. The parser takes what `=`
 * joins to a switch for true or false, and a word behind a blank is an input.
 * @throws UserError where there is no such rule
 */
export function readFailOnOpen(argv: readonly string[]): ReadonlySet<string> | null {
  const end = argv.indexOf('--');
  const given = argv
    .slice(0, end === -1 ? argv.length : end)
    .flatMap((word) => /^--(?:fail-on-open|failOnOpen)=([\s\S]*)$/.exec(word)?.[1] ?? [])
    .filter((value) => value !== 'true' && value !== 'false');
  if (given.length === 0) return null;
  const names = given.flatMap((value) => value.split(','));
  return new Set(names.map((name) => findRule(rules, name.trim()).id));
}
