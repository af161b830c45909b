import { checkOptions, type CheckArguments } from './commands/check.ts';

type OptionName = keyof typeof checkOptions;
type Given = Record<string, boolean | string | string[]>;

const isName = (name: string): name is OptionName => Object.hasOwn(checkOptions, name);
const camelCase = (name: string): string =>
  name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const names = Object.keys(checkOptions).filter(isName);
const byAlias = new Map<string, OptionName>(
  names.flatMap((name) => {
    const option = checkOptions[name];
    return 'alias' in option ? [[`-${option.alias}`, name] as const] : [];
  }),
);

/**
 * Reads the plainest command lines of `kmslint [inputs..]` without the argument parser, whose load is a good part of a
 * run on a small plan. Null for everything else: other commands, mistakes, and all spellings of which the
 * parser makes something of its own.
 */
export function readQuickly(
  argv: readonly string[],
  commands: readonly string[],
): CheckArguments | null {
  const inputs: string[] = [];
  const given: Given = {};
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '-' || /^[^-]/.test(word)) {
      if (commands.includes(word)) return null;
      inputs.push(word);
      continue;
    }
    const negated = word.startsWith('--no-');
    const name = byAlias.get(word) ?? word.slice(negated ? 5 : 2);
    if (!isName(name) || (!word.startsWith('--') && !byAlias.has(word))) return null;
    const option = checkOptions[name];
    const next = argv[i + 1];
    if ('type' in option && option.type === 'boolean') {
      if (Object.hasOwn(given, name) || next === 'true' || next === 'false') return null;
      given[name] = !negated;
      continue;
    }
    if (negated || next === undefined || !/^[^-]/.test(next)) return null;
    if ('array' in option) given[name] = [...listAt(given, name), next];
    else if (Object.hasOwn(given, name)) return null;
    else if ('choices' in option && !option.choices.some((choice) => choice === next)) return null;
    else given[name] = next;
    i++;
  }
  return { ...completed(given), inputs };
}

function listAt(given: Given, name: string): readonly string[] {
  const list = given[name];
  return Array.isArray(list) ? list : [];
}

/** All options under the names that the command knows, with their defaults. */
function completed(given: Given): Omit<CheckArguments, 'inputs'> {
  const entries = names.flatMap((name) => {
    const option = checkOptions[name];
    const initial = 'default' in option ? option.default : undefined;
    const value = given[name] ?? initial;
    return value === undefined ? [] : [[camelCase(name), value]];
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the options' own table; proven by a property test
  return Object.fromEntries(entries) as Omit<CheckArguments, 'inputs'>;
}
