import { dirname } from 'node:path';
import type { Argument, Block } from '../hcl/language/source.ts';
import type { Finding } from '../model/finding.ts';
import type { Fix } from '../model/fixes/fix.ts';
import type { Location } from '../model/location.ts';
import { addAlias } from './add-alias.ts';
import { isDecided, isPlainValue, variableIn } from './decided.ts';
import { argumentAt, blockAt, expressionRange, type Document } from './document.ts';
import type { Edit } from './edits.ts';
import { insertArgument } from './insert.ts';
import { removeArguments } from './remove.ts';

/** Files as they are edited. */
export interface Files {
  /** The file at a path as findings print it; null where it may not be changed, or is not understood. */
  readonly open: (path: string) => Document | null;
  /** What a file holds, by its real path. */
  readonly textOf: (path: string) => string;
}

/** The edits that a finding's fix comes to; null where no one edit is certain. */
export function editsFor({ fix, subject, source }: Finding, files: Files): readonly Edit[] | null {
  if (fix === undefined || source !== 'hcl') return null;
  switch (fix.change.kind) {
    case 'set':
      return oneOf(setValue(fix, fix.change.argument, fix.change.value, files));
    case 'remove':
      return remove(fix, fix.change, files);
    case 'copy':
      return oneOf(copy(fix, fix.change, files));
    case 'add-alias': {
      const site = blockOf(fix.block, files);
      return site === null
        ? null
        : oneOf(addAlias(site.document, site.block, subject, files.textOf));
    }
  }
}

function oneOf(edit: Edit | null): readonly Edit[] | null {
  return edit === null ? null : [edit];
}

interface Site {
  readonly document: Document;
  readonly block: Block;
}

function blockOf(at: Location, files: Files): Site | null {
  const document = at.kind === 'source' ? files.open(at.path) : null;
  const block = document === null || at.kind !== 'source' ? null : blockAt(document, at);
  return document === null || block === null ? null : { document, block };
}

/** The argument that stands at a place, with its block. */
function argumentOf(at: Location, files: Files): (Site & { readonly argument: Argument }) | null {
  const document = at.kind === 'source' ? files.open(at.path) : null;
  const found = document === null || at.kind !== 'source' ? null : argumentAt(document, at);
  return document === null || found === null ? null : { document, ...found };
}

/** Sets the value where it is decided: by the call that passes it or does not, else by the block itself. */
function setValue(fix: Fix, name: string, value: string, files: Files): Edit | null {
  const { at } = fix;
  if (at.kind !== 'source') return null;
  const { passed, omitted } = at;
  if (passed !== undefined) {
    const call = passed.unchanged === undefined ? null : argumentOf(passed.at, files);
    const direct = passed.unchanged === 1 ? (call?.block ?? null) : null;
    return call === null || !rests(fix, direct, files) ? null : replacePlain(call, value);
  }
  if (omitted !== undefined) {
    const call = blockOf(omitted.call, files);
    if (call === null || !rests(fix, call.block, files)) return null;
    return insertArgument(call.document, call.block, omitted.variable, value);
  }
  if (!rests(fix, null, files)) return null;
  const written = argumentOf(at, files);
  if (written !== null) return written.argument.name === name ? replacePlain(written, value) : null;
  const site = blockOf(at, files);
  if (site === null || site.block.body.args.has(name)) return null;
  return insertArgument(site.document, site.block, name, value);
}

/**
 * Whether all that the fix rests on is decided: in the block or, where the block hands on a variable, in the call that is
 * changed.
 */
function rests({ block: at, restsOn }: Fix, call: Block | null, files: Files): boolean {
  if (restsOn.length === 0) return true;
  const block = blockFor(at, files);
  if (block === null) return false;
  return restsOn.every((name) => {
    const source = block.body.args.get(name)?.source;
    if (source === undefined || isDecided(source)) return true;
    const variable = call === null ? null : variableIn(source);
    if (call === null || variable === null) return false;
    const given = call.body.args.get(variable)?.source;
    return given === undefined || isDecided(given);
  });
}

function blockFor(at: Location, files: Files): Block | null {
  return blockOf(at, files)?.block ?? null;
}

function replacePlain(
  { document, argument }: Site & { argument: Argument },
  value: string,
): Edit | null {
  return isPlainValue(argument.source) ? replace(document, argument, value) : null;
}

function replace(document: Document, argument: Argument, value: string): Edit | null {
  const { path, text } = document;
  const [start, end] = expressionRange(document, argument);
  if (text.slice(start, end) !== argument.source) return null;
  return { path, start, end, text: value };
}

function remove(
  fix: Fix,
  { argument: name, besides, passing }: Extract<Fix['change'], { kind: 'remove' }>,
  files: Files,
): readonly Edit[] | null {
  const { at } = fix;
  if (at.kind !== 'source') return null;
  if (at.passed !== undefined || at.omitted !== undefined)
    return oneOf(setValue(fix, name, passing, files));
  const written = argumentOf(at, files);
  if (written === null || written.argument.name !== name) return null;
  const others = besides.flatMap((other) => written.block.body.args.get(other) ?? []);
  const gone = [written.argument, ...others];
  if (!gone.every(({ source }) => isPlainValue(source)) || !rests(fix, null, files)) return null;
  return removeArguments(written.document, written.block, gone);
}

/** The expression of another block of the same module; one of several lines by a reference to it. */
function copy(
  { at, block: to }: Fix,
  { argument: name, from }: Extract<Fix['change'], { kind: 'copy' }>,
  files: Files,
): Edit | null {
  const [site, other] = [blockOf(to, files), blockOf(from, files)];
  if (site === null || other === null || at.kind !== 'source') return null;
  const isBeside = dirname(site.document.path) === dirname(other.document.path);
  const { args } = other.block.body;
  const source = args.get(name)?.source;
  const isOne = !args.has('count') && !args.has('for_each');
  if (!isBeside || source === undefined || !isOne) return null;
  if (/\b(?:each|count|self)\./.test(source)) return null;
  const [type = '', label = ''] = other.block.labels;
  const value = source.includes('\n') ? `${type}.${label}.${name}` : source;
  const own = site.block.body.args.get(name);
  return own === undefined
    ? insertArgument(site.document, site.block, name, value)
    : replace(site.document, own, own.source.endsWith('\n') ? `${value}\n` : value);
}
