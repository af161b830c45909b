import { join, resolve } from 'node:path';
import { startOf, type Block } from '../../hcl/language/source.ts';
import { fail, object, type Val } from '../../hcl/value/value.ts';
import { attemptOr } from '../unit/attempt.ts';
import { openConfig } from './config.ts';
import { stackFile, unitFile } from '../input/root-module.ts';
import type { Config, Unit } from './unit.ts';
import type { Reader } from '../unit/reader.ts';

/** Stacks that make stacks are followed so far. */
const maxStacks = 8;

/**
 * The units that a stack file makes (Terragrunt, "terragrunt.stack.hcl"): below `.terragrunt-stack`, each with the
 * configuration that lies at its source.
 */
export function unitsOfStack(
  file: string,
  directory: string,
  values: Val | null,
  reader: Reader,
  depth = 0,
): readonly Unit[] {
  const frame = { unit: { directory, file, values }, file, directory, isIncluded: false, depth };
  const refuse = (block: Block | null, why: string): void => {
    const label = block === null ? '' : `${block.type} "${block.labels[0] ?? ''}": `;
    const shown = reader.show(file);
    const at = block?.at ?? startOf(shown);
    reader.note({ reason: 'unreadable-input', what: `${shown}: ${label}${why}`, at });
  };
  const none: readonly Unit[] = [];
  return attemptOr(
    none,
    () => {
      const config = openConfig(frame, reader);
      return [...config.blocks('unit'), ...config.blocks('stack')].flatMap((block) =>
        attemptOr(
          none,
          () => made(block, config, reader, depth),
          (why) => refuse(block, why),
        ),
      );
    },
    (why) => refuse(null, why),
  );
}

function made(block: Block, config: Config, reader: Reader, depth: number): readonly Unit[] {
  const { args } = block.body;
  const textOf = (name: string): string => {
    const argument = args.get(name) ?? fail(`it has no ${name}`);
    const value = config.valueOf(argument);
    return value.t === 'string' ? value.v : fail(`its ${name} is not known`);
  };
  const { directory: here } = config.frame;
  const source = textOf('source');
  const isDirect = args.get('no_dot_terragrunt_stack')?.source.trim() === 'true';
  const directory = join(here, isDirect ? '' : '.terragrunt-stack', textOf('path'));
  if (!/^(?:\.{1,2}(?:\/|$)|\/)/.test(source)) return fail(`${source} was not fetched`);
  const found = reader.sandbox.directory(
    resolve(here, source.replace(/(?<=[^/])\/\/(?=[^/])/, '/')),
  );
  if (found === null) return fail(`there is no ${source}`);
  const given = args.get('values');
  const values = given === undefined ? object(new Map()) : config.valueOf(given);
  if (block.type === 'unit') return [{ directory, file: join(found, unitFile), values }];
  if (depth >= maxStacks) return fail('stacks make one another too deeply');
  return unitsOfStack(join(found, stackFile), directory, values, reader, depth + 1);
}
