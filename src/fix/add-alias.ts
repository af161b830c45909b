import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Block } from '../hcl/language/source.ts';
import { isConfigurationName } from '../read/input/root-module.ts';
import { rangeOf, type Document } from './document.ts';
import type { Edit } from './edits.ts';

/** Alias resources for key resources, their argument for the name, and the keys' attribute for the id. */
interface Names {
  readonly alias: string;
  readonly name: string;
  readonly id: string;
}

/** Documentation of the aws and awscc providers: an aws_kms_external_key has no `key_id`. */
const namesOf: Readonly<Record<string, Names>> = {
  aws_kms_key: { alias: 'aws_kms_alias', name: 'name', id: 'key_id' },
  aws_kms_external_key: { alias: 'aws_kms_alias', name: 'name', id: 'id' },
  aws_kms_replica_key: { alias: 'aws_kms_alias', name: 'name', id: 'key_id' },
  aws_kms_replica_external_key: { alias: 'aws_kms_alias', name: 'name', id: 'key_id' },
  awscc_kms_key: { alias: 'awscc_kms_alias', name: 'alias_name', id: 'key_id' },
};

/** A label that tells of a rotation: which of these keys callers use is not for an edit to say. */
const versioned = /(?:^|[-_])(?:v?\d+|old|previous|legacy|retired|deprecated)$/i;

/**
 * An alias behind the block of its key. Null where names would meet: in a module that somebody calls, for a key of several
 * instances, and where the directory has such a name already; and for a key that a rotation may have replaced.
 */
export function addAlias(
  document: Document,
  block: Block,
  subject: string,
  textOf: (path: string) => string,
): Edit | null {
  const [type = '', label = ''] = block.labels;
  const names = namesOf[type];
  const { args } = block.body;
  const isOne = subject === `${type}.${label}` && !args.has('count') && !args.has('for_each');
  if (names === undefined || !isOne || !/^[A-Za-z][A-Za-z0-9_-]*$/.test(label)) return null;
  if (versioned.test(label)) return null;
  const name = `alias/${label.replaceAll('_', '-')}-current`;
  if (isTaken(dirname(document.path), names.alias, label, name, textOf)) return null;
  const copied = ['provider', 'region'].flatMap((argument) => {
    const source = args.get(argument)?.source;
    return source === undefined ? [] : [[argument, source] as const];
  });
  const rows = [
    ...copied,
    [names.name, `"${name}"`] as const,
    ['target_key_id', `${type}.${label}.${names.id}`] as const,
  ];
  const { lineEnd, lineStart, path, text } = document;
  const width = Math.max(...rows.map(([argument]) => argument.length));
  const lines = [
    '',
    `resource "${names.alias}" "${label}" {`,
    ...rows.map(([argument, value]) => `  ${argument.padEnd(width)} = ${value}`),
    '}',
  ];
  const [, end] = rangeOf(document, block.at);
  const next = lineStart(block.at.endLine + 1);
  const isLast = !text.slice(end, next).endsWith('\n');
  const added = isLast ? lines.map((line) => lineEnd + line) : lines.map((line) => line + lineEnd);
  return { path, start: next, end: next, text: added.join('') };
}

/** Whether a module holds the resource or the alias, as far as its texts tell. */
function isTaken(
  directory: string,
  type: string,
  label: string,
  name: string,
  textOf: (path: string) => string,
): boolean {
  const texts = readdirSync(directory)
    .filter(isConfigurationName)
    .map((file) => textOf(join(directory, file)));
  return texts.some(
    (text) =>
      text.includes(`"${name}"`) ||
      new RegExp(`"?${type}"?[\\s:{]+"?${label}"?\\s*[:{]`).test(text),
  );
}

/** What a file holds; nothing where it cannot be read. */
export function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
