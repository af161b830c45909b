import type { Completion, Flag, Values } from './words.ts';

/** The script for fish, 3.0 or later. */
export function fishScript(commands: readonly Completion[]): string {
  const named = commands.filter(({ name }) => name !== '');
  return `# fish completion for kmslint; load it with: kmslint completion fish | source
function __kmslint_command
    set -l found ''
    for word in (commandline -opc)[2..-1]
        if contains -- $word ${named.map(({ name }) => name).join(' ')}
            set found $word
            break
        end
    end
    test "$found" = "$argv[1]"
end

complete -c kmslint -f
complete -c kmslint -n "__kmslint_command ''" -F
${named.map(({ name, describe }) => `complete -c kmslint -n "__kmslint_command ''" -a ${name} -d ${quote(describe)}`).join('\n')}
${commands.flatMap(linesOf).join('\n')}
`;
}

function linesOf({ name, flags, words }: Completion): readonly string[] {
  const start = `complete -c kmslint -n "__kmslint_command '${name}'"`;
  const own = name === '' ? '' : argumentsOf(words).replace(/^ -r?x?/, '');
  return [
    ...(own === '' ? [] : [`${start}${own}`]),
    ...flags.map((flag) => `${start}${namesOf(flag)}${argumentsOf(flag.values)}`),
  ];
}

function namesOf({ spellings, describe }: Flag): string {
  const names = spellings.map((spelling) =>
    spelling.startsWith('--') ? ` -l ${spelling.slice(2)}` : ` -s ${spelling.slice(1)}`,
  );
  return `${names.join('')} -d ${quote(describe)}`;
}

function argumentsOf(values: Values | null): string {
  switch (values?.kind) {
    case 'list':
    case 'report':
      return ` -x -a ${quote(values.values.join(' '))}`;
    case 'files':
      return ' -r -F';
    case 'any':
      return ' -x';
    case undefined:
      return '';
  }
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}
