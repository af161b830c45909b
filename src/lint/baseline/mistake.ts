import { describeFault, type SchemaError } from '../config/fault.ts';
import { MalformedText } from '../config/malformed.ts';
import { parseJsonText } from '../config/parse.ts';

/** What is wrong with the text of a baseline, with line and column. */
export async function describeMistake(
  text: string,
  shown: string,
  error: SchemaError | null,
): Promise<string> {
  const { locator } = await import('../../hcl/language/source.ts');
  const at = locator(shown, text);
  const say = (what: string, offset: number): string => {
    const { line, column } = at(offset, offset);
    return `${shown}:${line}:${column}: ${what}; correct it, or take a new baseline with --update-baseline once the file is away`;
  };
  try {
    const root = await parseJsonText(text);
    if (error === null) return say('it is no baseline', root.start);
    const { what, offset } = describeFault(error, root);
    return say(what, offset);
  } catch (malformed) {
    if (!(malformed instanceof MalformedText)) throw malformed;
    return say(malformed.message, malformed.offset);
  }
}
