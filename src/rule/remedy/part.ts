import type { RemedyPart } from '../../model/finding.ts';
import type { Subject } from '../../model/inventory.ts';
import type { Value } from '../../model/value.ts';
import { continued, isWord, optionsOf, type Word } from '../../text/shell.ts';
import { block, type Line } from './blocks.ts';
import { declaredName } from './names.ts';

// What a remedy is made of. Text of an input stands in it only where it is not sensitive, and quoted as a shell or a
// configuration takes it; what is not known is a variable that a shell asks for. A shell that does not know comments
// runs their words: no sign in them means anything to one.

export type Remedy = readonly RemedyPart[];

/** Steps in words, a line each. */
export const words = (...lines: readonly string[]): RemedyPart => ({ language: 'text', lines });

/** Blocks of a configuration. */
export const code = (...blocks: readonly (readonly string[])[]): RemedyPart => ({
  language: 'hcl',
  lines: blocks.flat(),
});

/** Commands of a shell. */
export function shell(...list: readonly (readonly Word[])[]): RemedyPart {
  const lines = list.flatMap((command) =>
    fill(optionsOf(command)).flatMap((line) => line.split('\n')),
  );
  return { language: 'sh', lines };
}

const inAccount = '# in account ';

/** AWS CLI commands about an object; the account that they are for is told, whichever profile signs in to it. */
export function commands(subject: Subject, ...list: readonly (readonly Word[])[]): RemedyPart {
  const account = plain(subject.account, /^\d{12}$/);
  const { lines } = shell(...list);
  return {
    language: 'sh',
    lines: account === null ? lines : [`${inAccount}${account}`, ...lines],
  };
}

/** Neighbours of one language are one part, which names an account once. */
export function tidy(parts: Remedy): Remedy {
  const tidied: RemedyPart[] = [];
  for (const { language, lines } of parts.filter((part) => part.lines.length > 0)) {
    const last = tidied.at(-1);
    if (last?.language !== language) tidied.push({ language, lines });
    else {
      const isSame = lines[0] === last.lines[0] && lines[0]?.startsWith(inAccount) === true;
      tidied[tidied.length - 1] = {
        language,
        lines: [...last.lines, ...lines.slice(isSame ? 1 : 0)],
      };
    }
  }
  return tidied;
}

const widest = 96;

/** Options side by side, as far as a line goes. */
function fill(options: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const option of options) {
    const last = lines.at(-1);
    if (last === undefined || last.length + option.length >= widest) lines.push(option);
    else lines[lines.length - 1] = `${last} ${option}`;
  }
  return continued(lines);
}

/** An AWS CLI command in the Region of an object, where it is known. */
export function aws(
  service: 'kms' | 'cloudhsmv2' | 'accessanalyzer',
  operation: string,
  subject: Subject,
  ...rest: readonly Word[]
): readonly Word[] {
  const region = plain(subject.region, /^[a-z0-9-]{1,40}$/);
  const where = region === null ? [] : ['--region', region];
  return ['aws', service, operation, ...where, ...rest];
}

/** JSON as a word, in which no sign means anything to a shell, nor to who shows it: what might is escaped within its strings. */
export function jsonWord(json: string): string {
  return json.replaceAll(
    /[^\n -~]|[<>|'&]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The text of a value, where it may be told and is what its kind looks like. */
export function plain(value: Value<string | null>, pattern: RegExp): string | null {
  if (!value.known || value.sensitive === true || value.value === null) return null;
  return pattern.test(value.value) && isWord(value.value) ? value.value : null;
}

/** The lines of a block that become different, as an override file has them. */
export function change(
  subject: Subject,
  lines: readonly Line[],
  nested: readonly string[] = [],
): RemedyPart {
  const name = declaredName(subject);
  const [where, head] =
    name === null
      ? ['the block of the object', 'resource "aws_kms_key" "ExampleKey"']
      : [subject.subject, `resource "${name.type}" "${name.label}"`];
  return code([`# change in ${where}:`, ...block(head, lines, nested)]);
}

/** Blocks that stand beside that of an object. */
export function add(subject: Subject, ...blocks: readonly (readonly string[])[]): RemedyPart {
  const name = declaredName(subject);
  return code([`# add beside ${name === null ? 'the object' : subject.subject}:`], ...blocks);
}
