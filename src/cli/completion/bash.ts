import type { Completion, Flag, Values } from './words.ts';

/** The script for bash, 3.2 or later: nothing is called but builtins, and kmslint itself is never started. */
export function bashScript(commands: readonly Completion[]): string {
  const named = commands.flatMap(({ name }) => (name === '' ? [] : [name]));
  return `# bash completion for kmslint; load it with: source <(kmslint completion bash)
_kmslint_words() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}

_kmslint_files() {
  local found
  compopt -o filenames 2>/dev/null
  while IFS= read -r found; do
    COMPREPLY+=("$found")
  done < <(compgen -f -- "$current")
}

_kmslint_profiles() {
  local file line names=''
  for file in "\${AWS_CONFIG_FILE:-$HOME/.aws/config}" "\${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}"; do
    [[ -f $file && -r $file ]] || continue
    while IFS= read -r line || [[ -n $line ]]; do
      if [[ $line =~ ^\\[(profile[[:blank:]]+)?([A-Za-z0-9_.@+-]+)[[:blank:]]*\\] ]]; then names+=" \${BASH_REMATCH[2]}"; fi
    done <"$file"
  done
  _kmslint_words "$names"
}

_kmslint() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command='' word
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      ${named.join('|')}) command=$word; break ;;
    esac
  done
  # bash splits --option=value in three words.
  if [[ $current == = ]]; then
    current=''
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  case $command:$previous in
${commands.flatMap(optionCases).join('\n')}
  esac
  case $command:$current in
${commands.map(wordCases).join('\n')}
  esac
}

complete -F _kmslint kmslint
`;
}

/** After an option that takes a value. */
function optionCases({ name, flags }: Completion): readonly string[] {
  return flags.flatMap(({ spellings, values }) => {
    if (values === null) return [];
    const patterns = spellings.map((spelling) => `${name}:${spelling}`).join('|');
    return [`    ${patterns}) ${offer(values)}; return ;;`];
  });
}

/** Options where a dash has been typed; else what the command judges, and the commands themselves. */
function wordCases({ name, flags, words }: Completion, _: number, all: readonly Completion[]) {
  const options = flags.flatMap(({ spellings }: Flag) => spellings).join(' ');
  const commands = all.flatMap((other) => (other.name === '' ? [] : [other.name])).join(' ');
  const otherwise =
    name === ''
      ? `_kmslint_files; COMPREPLY+=($(compgen -W '${commands}' -- "$current"))`
      : offer(words);
  return `    ${name}:-*) _kmslint_words '${options}' ;;\n    ${name}:*) ${otherwise} ;;`;
}

function offer(values: Values): string {
  switch (values.kind) {
    case 'list':
    case 'report':
      return `_kmslint_words '${values.values.join(' ')}'`;
    case 'files':
      return '_kmslint_files';
    case 'profiles':
      return '_kmslint_profiles';
    case 'any':
      return ':';
  }
}
