import type { Completion, Flag, Values } from './words.ts';

/** The script for zsh: a file `_kmslint` on the `fpath`, or sourced. */
export function zshScript(commands: readonly Completion[]): string {
  const named = commands.filter(({ name }) => name !== '');
  const descriptions = named.map(
    ({ name, describe }) => `    ${quote(`${name}:${describe.replaceAll(':', '\\:')}`)}`,
  );
  return `#compdef kmslint
# zsh completion for kmslint; load it with: source <(kmslint completion zsh)
_kmslint_reports() {
  if compset -P '*='; then _files; else compadd -S '' -- "$@"; fi
}

_kmslint_profiles() {
  local file line
  local -aU names
  for file in "\${AWS_CONFIG_FILE:-$HOME/.aws/config}" "\${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}"; do
    [[ -f $file && -r $file ]] || continue
    while IFS= read -r line || [[ -n $line ]]; do
      if [[ $line =~ '^\\[(profile[[:blank:]]+)?([A-Za-z0-9_.@+-]+)[[:blank:]]*\\]' ]]; then names+=("$match[2]"); fi
    done <"$file"
  done
  compadd -- $names
}

_kmslint_inputs() {
  local -a commands
  commands=(
${descriptions.join('\n')}
  )
  _describe -t commands command commands
  _files
}

_kmslint() {
  local command='' i
  for ((i = 2; i < CURRENT; i++)); do
    case $words[i] in
      (${named.map(({ name }) => name).join('|')})
        command=$words[i]
        words=("$words[1]" "\${(@)words[i+1,-1]}")
        ((CURRENT -= i - 1))
        break
        ;;
    esac
  done
  case $command in
${commands.map(caseOf).join('\n')}
  esac
}

if [[ $funcstack[1] == _kmslint ]]; then _kmslint "$@"; else compdef _kmslint kmslint; fi
`;
}

function caseOf({ name, flags, words }: Completion): string {
  const action = name === '' ? '_kmslint_inputs' : actionOf(words);
  const specs = [...flags.flatMap(specsOf), quote(`*:${name === '' ? 'input' : 'word'}:${action}`)];
  return `    (${quote(name)})\n      _arguments -s ${specs.join(' \\\n        ')}\n      ;;`;
}

/** One specification for each spelling; those that may stand but once exclude each other. */
function specsOf({ spellings, describe, isRepeatable, values }: Flag): readonly string[] {
  const alone = isRepeatable ? '*' : `(${spellings.join(' ')})`;
  const text = describe.replaceAll(/[[\]\\:]/g, String.raw`\$&`);
  return spellings.map((spelling) => {
    const joins = spelling.startsWith('--') ? '=' : '+';
    const value = values === null ? '' : `:value:${actionOf(values)}`;
    return quote(`${alone}${spelling}${values === null ? '' : joins}[${text}]${value}`);
  });
}

function actionOf(values: Values): string {
  switch (values.kind) {
    case 'list':
      return `(${values.values.join(' ')})`;
    case 'report':
      return `_kmslint_reports ${values.values.join(' ')}`;
    case 'files':
      return '_files';
    case 'profiles':
      return '_kmslint_profiles';
    case 'any':
      return ' ';
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
