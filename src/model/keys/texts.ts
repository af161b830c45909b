import type { Alias, Grant, Key, KeyStore } from '../inventory.ts';
import type { Location } from '../location.ts';
import type { Unknown, UnknownReason, Value } from '../value.ts';

/** A text that people write about a key, as far as it is known. */
export interface Field {
  /** For a message: `the description`, `the tag team`. */
  readonly name: string;
  /** The parts that are known. */
  readonly pieces: readonly string[];
  /** Why not all of it is known. */
  readonly unread: Unknown | null;
  readonly at: Location;
}

/** Whatever else than a key has a name that people write. */
type Named = Alias | Grant | KeyStore;

/** The texts of a key, or of what has a name, that AWS shows in the clear, in CloudTrail too. */
export function textsOf(subject: Key | Named): readonly Field[] {
  if (subject.kind !== 'key') return [fieldOf(nameFields[subject.kind], subject.name)];
  const { description, allTags, history } = subject;
  const tags = allTags.known ? Object.entries(allTags.value) : [];
  const materials = history?.materials.entries ?? [];
  return [
    fieldOf('the description', description),
    ...tags.map(([name, value]) => whole(`the tag ${showName(name)}`, value, allTags.at)),
    ...(allTags.known ? [] : [fieldOf('a tag', allTags)]),
    ...materials.flatMap(({ description: text }) =>
      text === null ? [] : [whole('the description of key material', text, subject.at)],
    ),
  ];
}

const nameFields: Readonly<Record<Named['kind'], string>> = {
  alias: 'the alias name',
  grant: 'the name of the grant',
  keyStore: 'the name of the key store',
};

/** Whether it is left to whoever fills a variable in, or to what is made: their texts are judged where they are written. */
export function isOfSomebodyElse({ reason }: Unknown): boolean {
  return filledIn.has(reason);
}

const filledIn: ReadonlySet<UnknownReason> = new Set([
  'known-after-apply',
  'unset-variable',
  'unresolved-reference',
  'ambiguous-reference',
  'ignored-changes',
  'unresolved-module',
  'declared-elsewhere',
]);

function fieldOf(name: string, text: Value<string | null> | Unknown): Field {
  if (text.known)
    return { name, pieces: text.value === null ? [] : [text.value], unread: null, at: text.at };
  const pieces = text.parts?.filter((part) => typeof part === 'string') ?? [];
  return { name, pieces, unread: text, at: text.at };
}

function whole(name: string, text: string, at: Location): Field {
  return { name, pieces: [text], unread: null, at };
}

/** A tag's name may be the secret itself. */
function showName(name: string): string {
  return /^[\w:./+@ -]{1,40}$/.test(name) ? name : '(its name is no plain one)';
}
