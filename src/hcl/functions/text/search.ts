import { fail, list, text, unknownVal, type Val } from '../../value/value.ts';
import { checkLength, checkText, joinTexts } from '../../value/work.ts';
import { pure, textArg, type Builtins, type Spend } from '../builtin.ts';
import {
  allMatches,
  checkGroups,
  compilePattern,
  matchValue,
  replaceMatches,
  type Pattern,
} from './pattern.ts';

/** With the pattern of an argument; one that only Terraform's own engine takes leaves the result unknown. */
function withPattern(
  name: string,
  source: string,
  spend: Spend,
  use: (pattern: Pattern) => Val,
): Val {
  const pattern = compilePattern(source, spend);
  if (pattern !== null) return use(pattern);
  return unknownVal('unsupported-function', `${name}() with two groups of one name`);
}

function regex(args: readonly Val[], spend: Spend): Val {
  const value = textArg(args, 1);
  return withPattern('regex', textArg(args, 0), spend, (pattern) => {
    checkGroups(pattern);
    const match = pattern.find(value, 0);
    return match === null ? fail('the pattern does not match') : matchValue(pattern, value, match);
  });
}

function regexAll(args: readonly Val[], spend: Spend): Val {
  const value = textArg(args, 1);
  return withPattern('regexall', textArg(args, 0), spend, (pattern) => {
    checkGroups(pattern);
    const found: Val[] = [];
    for (const match of allMatches(pattern, value)) {
      found.push(matchValue(pattern, value, match));
      checkLength(found.length);
    }
    return list(found);
  });
}

/** A pattern between slashes is a regular expression. */
function replace(args: readonly Val[], spend: Spend): Val {
  const [value, search, by] = [textArg(args, 0), textArg(args, 1), textArg(args, 2)];
  if (search.length < 2 || !search.startsWith('/') || !search.endsWith('/')) {
    return text(
      search === ''
        ? checkText(value.replaceAll('', () => by))
        : joinTexts(value.split(search), by),
    );
  }
  return withPattern('replace', search.slice(1, -1), spend, (pattern) =>
    text(checkText(replaceMatches(pattern, value, by))),
  );
}

export const searchFunctions: Builtins = {
  regex: pure(regex),
  regexall: pure(regexAll),
  replace: pure(replace),
};
