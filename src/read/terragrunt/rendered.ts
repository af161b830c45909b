import { basename, resolve } from 'node:path';
import type { SourceLocation } from '../../model/location.ts';
import { decodeJson } from '../../hcl/functions/encoding/json.ts';
import { startOf } from '../../hcl/language/source.ts';
import { decode } from '../../hcl/sandbox.ts';
import { fail, nullVal, type Val } from '../../hcl/value/value.ts';
import { attemptOr } from '../unit/attempt.ts';
import type { Reader } from '../unit/reader.ts';
import { isSource, type GeneratedFile } from './generate.ts';
import { inputOf, inputsOf } from './merge.ts';
import { passedFiles, textsIn, unreadUnit, type UnitReading } from './reading.ts';
import { moduleOf } from './source.ts';
import type { Unit } from './unit.ts';

/**
 * Reads what `terragrunt render --format json` tells of a unit: its configuration as Terragrunt itself has evaluated it,
 * outputs of other units and the answers of programs among it. Texts are what they are, and no templates.
 */
export function readRendered(unit: Unit, reader: Reader): UnitReading {
  const shown = reader.show(unit.file);
  const at = startOf(shown);
  const refuse = (why: string): void =>
    reader.note({ reason: 'unreadable-input', what: `${shown}: ${why}`, at });
  const unread = unreadUnit(at);
  return attemptOr(unread, () => readingOf(parse(unit, reader), unit, reader), refuse);
}

function parse({ file }: Unit, { sandbox }: Reader): Val {
  const read = sandbox.read(file);
  if ('refused' in read) return fail(read.refused);
  const rendered = decodeJson(decode(read.content) ?? fail('it is not UTF-8'));
  return rendered.t === 'object' ? rendered : fail('the JSON is not an object');
}

function readingOf(rendered: Val, unit: Unit, reader: Reader): UnitReading {
  const at = startOf(reader.show(unit.file));
  const terraform = memberOf(rendered, 'terraform');
  const own = memberOf(rendered, 'inputs');
  if (membersOf(own).some(isWithMetadata)) fail('it is rendered with metadata; leave them out');
  const inputs = inputsOf(own);
  return {
    module: moduleOf(unit, textOf(terraform, 'source'), reader),
    at,
    given: (name) => inputOf(inputs, name),
    generated: membersOf(memberOf(rendered, 'generate')).flatMap((file) => generate(file, at)),
    variableFiles: membersOf(memberOf(terraform, 'extra_arguments'))
      .flatMap((passed) => passedFiles((name) => textsIn(memberOf(passed, name))))
      .map((path) => resolve(unit.directory, path)),
  };
}

function generate(file: Val, at: SourceLocation): readonly GeneratedFile[] {
  const [name, content] = [textOf(file, 'path'), textOf(file, 'contents')];
  const disable = memberOf(file, 'disable');
  const isDisabled = disable.t === 'bool' && disable.v;
  if (name === null || content === null || isDisabled || !isSource(name)) return [];
  const ifExists = textOf(file, 'if_exists') === 'skip' ? 'skip' : 'overwrite';
  return [{ name: basename(name), content, ifExists, at }];
}

/** `--with-metadata` puts each input into an object that tells the file which gives it. */
function isWithMetadata(input: Val): boolean {
  return memberOf(memberOf(input, 'metadata'), 'found_in_file').t === 'string';
}

function memberOf(value: Val, name: string): Val {
  return value.t === 'object' ? (value.v.get(name) ?? nullVal) : nullVal;
}

function membersOf(value: Val): readonly Val[] {
  return value.t === 'object' ? [...value.v.values()] : [];
}

/** Terragrunt writes an empty text where nothing is set. */
function textOf(value: Val, name: string): string | null {
  const found = memberOf(value, name);
  return found.t === 'string' && found.v !== '' ? found.v : null;
}
