import { resolve } from 'node:path';
import type { SourceLocation } from '../../model/location.ts';
import { startOf } from '../../hcl/language/source.ts';
import { fail, unknownVal, type Val } from '../../hcl/value/value.ts';
import { attemptOr } from '../unit/attempt.ts';
import { openConfig } from './config.ts';
import { inputOf, inputsOf } from './merge.ts';
import { generatedFiles, type GeneratedFile } from './generate.ts';
import { moduleOf, type UnitModule } from './source.ts';
import type { Config, Unit, Written } from './unit.ts';
import type { Reader } from '../unit/reader.ts';

/** What a unit runs, and with what. */
export interface UnitReading {
  readonly module: UnitModule;
  /** Where the module is named, or the unit begins. */
  readonly at: SourceLocation;
  /** What the unit gives a variable; null where it gives nothing. */
  readonly given: (name: string) => Val | null;
  readonly generated: readonly GeneratedFile[];
  /** Files of variables that `extra_arguments` pass, absolute, in their order. */
  readonly variableFiles: readonly string[];
}

/** Reads a unit; what cannot be told is unknown, and noted where it is an error of the configuration. */
export function readUnit(unit: Unit, reader: Reader): UnitReading {
  const at = startOf(reader.show(unit.file));
  const refuse = (what: string, why: string): void =>
    reader.note({
      reason: 'unreadable-input',
      what: `${reader.show(unit.file)}: ${what}${why}`,
      at,
    });
  const attempt = <T>(what: string, compute: () => T, otherwise: T): T =>
    attemptOr(otherwise, compute, (why) => refuse(what, why));
  const frame = {
    unit,
    file: unit.file,
    directory: unit.directory,
    isIncluded: false,
    depth: 0,
  };
  const unread = unreadUnit(at);
  const config = attempt<Config | null>('', () => openConfig(frame, reader), null);
  if (config === null) return unread;
  const chain = attempt('', () => chainOf(config), [config]);
  const source = lastOf(chain, 'terraform', 'source');
  const inputs = attempt('inputs: ', () => config.inputs(), inputsOf(untold('inputs')));
  return {
    module: attempt(
      'terraform.source: ',
      () => moduleOf(unit, writtenIn(source), reader),
      unread.module,
    ),
    at: source?.argument.at ?? at,
    given: (name) => inputOf(inputs, name),
    generated: attempt('generate: ', () => generatedFiles(chain, reader), []),
    variableFiles: attempt('extra_arguments: ', () => variableFilesOf(unit, chain), []),
  };
}

/** A unit of which nothing can be told. */
export function unreadUnit(at: SourceLocation): UnitReading {
  return {
    module: { untold: true },
    at,
    given: (name) => untold(`inputs.${name}`),
    generated: [],
    variableFiles: [],
  };
}

/** The text of a source; null where none is written. */
function writtenIn(source: Written | null): string | null {
  if (source === null) return null;
  const value = source.config.valueOf(source.argument);
  return value.t === 'string' ? value.v : fail('it is not known');
}

/** The files that make up a unit: the included ones first, so that later ones override. */
function chainOf(config: Config): readonly Config[] {
  const included = config
    .inclusions()
    .flatMap((one) => (one.config === null ? [] : chainOf(one.config)));
  return [...included, config];
}

function lastOf(chain: readonly Config[], type: string, name: string): Written | null {
  const found = chain.flatMap((config) =>
    config.blocks(type).flatMap(({ body }): readonly Written[] => {
      const argument = body.args.get(name);
      return argument === undefined ? [] : [{ config, argument }];
    }),
  );
  return found.at(-1) ?? null;
}

function untold(what: string): Val {
  return unknownVal('unreadable-input', what, what);
}

function variableFilesOf(unit: Unit, chain: readonly Config[]): readonly string[] {
  return chain.flatMap((config) =>
    config
      .blocks('terraform')
      .flatMap(({ body }) => body.blocks)
      .filter(({ type }) => type === 'extra_arguments')
      .flatMap(({ body }) =>
        passedFiles((name) => {
          const argument = body.args.get(name);
          return argument === undefined ? [] : textsIn(config.valueOf(argument));
        }),
      )
      .map((path) => resolve(unit.directory, path)),
  );
}

/** Terragrunt, "terraform block", `extra_arguments`: required files, optional ones that are there, and `-var-file`. */
export function passedFiles(texts: (name: string) => readonly string[]): readonly string[] {
  const flags = texts('arguments').flatMap((flag) => /^-{1,2}var-file=(.+)$/.exec(flag)?.[1] ?? []);
  return [...texts('required_var_files'), ...texts('optional_var_files'), ...flags];
}

/** The texts of a list. */
export function textsIn(value: Val): readonly string[] {
  return value.t === 'list' ? value.v.flatMap((one) => (one.t === 'string' ? [one.v] : [])) : [];
}
