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

function __kmslint_profiles
    set -l files "$HOME/.aws/config" "$HOME/.aws/credentials"
    set -q AWS_CONFIG_FILE; and set files[1] $AWS_CONFIG_FILE
    set -q AWS_SHARED_CREDENTIALS_FILE; and set files[2] $AWS_SHARED_CREDENTIALS_FILE
    for file in $files
        test -f "$file" -a -r "$file"; or continue
        string replace -rf '^\\[(?:profile\\s+)?([A-Za-z0-9_.@+-]+)\\s*\\].*' '$1' <$file
    end
end

complete -c kmslint -f
complete -c kmslint -n "__kmslint_command ''" -F
${named.map(({ name, describe }) => `complete -c kmslint -n "__kmslint_command ''" -a ${name} -d ${quote(describe)}`).join('\n')}
${commands.flatMap(linesOf).join('\n')}
`;
}

function linesOf({ name, flags, words }: Completion): readonly string[] {
  const start = `complete -c kmslint -n "__kmslint_command '${name}'"`;
  const own = name === '' || words.kind === 'any' ? '' : argumentsOf(words).replace(/^ -[rx]/, '');
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
    case 'profiles':
      return " -x -a '(__kmslint_profiles)'";
    case 'any':
      return ' -x';
    case undefined:
      return '';
  }
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}
