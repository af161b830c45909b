import { attemptOr, ToldError } from '../unit/attempt.ts';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Expr } from '../../hcl/language/ast.ts';
import type { Environment } from '../../hcl/language/environment.ts';
import { evaluate } from '../../hcl/language/evaluate.ts';
import type { Argument, Block } from '../../hcl/language/source.ts';
import { asText } from '../../hcl/value/convert.ts';
import { lazily, lazyMap } from '../../hcl/value/lazy.ts';
import {
  EvaluationError,
  LimitError,
  fail,
  nullVal,
  object,
  unknownVal,
  type Val,
} from '../../hcl/value/value.ts';
import { callsIn } from './functions.ts';
import { inputsOf, mergeInputs, type Inputs, type Strategy } from './merge.ts';
import { resolveIn } from './resolve.ts';
import type { Config, Frame, Inclusion } from './unit.ts';
import type { Reader } from '../unit/reader.ts';

const unreadInputs: Inputs = {
  known: new Map(),
  unknown: unknownVal('unreadable-input', 'inputs', 'inputs'),
};

/** Files that include or read one another are followed so far. */
const maxDepth = 12;

/** Reads a configuration file; throws where Terragrunt would refuse it. */
export function openConfig(frame: Frame, reader: Reader): Config {
  if (frame.depth > maxDepth) throw new LimitError('configurations include one another too deeply');
  const file = reader.file(frame.file);
  if ('reason' in file) {
    const isOurs = frame.depth === 0 || reader.sandbox.directory(dirname(frame.file)) !== null;
    if (!isOurs) return fail(file.what);
    reader.note(file);
    throw new ToldError(file.what);
  }
  const { body } = file;
  const blocks = (type: string): readonly Block[] =>
    body.blocks.filter((block) => block.type === type);
  const localArguments = new Map(blocks('locals').flatMap((block) => [...block.body.args]));
  const read = (inner: Partial<Frame> & Pick<Frame, 'file'>): Config =>
    openConfig({ ...frame, depth: frame.depth + 1, ...inner }, reader);
  const environment = (): Environment => ({
    work: reader.work,
    names: new Map(),
    call: callsIn(config, reader, read),
    resolve: (name, path) => resolveIn(name, path, config, reader),
  });
  const valueOf = (argument: Argument): Val => evaluate(argument.expression(), environment());
  const local = lazyMap((name): Val => {
    const argument = localArguments.get(name);
    return argument === undefined ? fail(`there is no local.${name}`) : valueOf(argument);
  });
  const inclusions = lazily('include', () =>
    blocks('include').map((block) => include(block, config, reader, read)),
  );
  const inputs = lazily('inputs', (): Inputs => {
    const argument = body.args.get('inputs');
    const own = argument === undefined ? nullVal : members(argument, environment());
    return inclusions().reduceRight(
      (above, { config: outer, strategy, isMissing }) =>
        isMissing ? above : mergeInputs(strategy, outer?.inputs() ?? unreadInputs, above),
      inputsOf(own),
    );
  });
  const config: Config = {
    frame,
    blocks,
    local,
    locals: lazily('locals', () => objectOf([...localArguments.keys()], 'local', local)),
    inclusions,
    inputs,
    valueOf,
  };
  return config;
}

function include(
  { labels: [name = ''], body, at }: Block,
  config: Config,
  reader: Reader,
  open: (frame: Pick<Frame, 'file' | 'isIncluded'>) => Config,
): Inclusion {
  const tell = (why: string): void => {
    const what = `${reader.show(config.frame.file)}: include "${name}": ${why}`;
    reader.note({ reason: 'unreadable-input', what, at });
  };
  const path = body.args.get('path');
  const written = attemptOr(nullVal, () => config.valueOf(path ?? fail('it has no path')), tell);
  if (written.t === 'unknown') tell('its path cannot be told');
  const file = written.t === 'string' ? resolve(dirname(config.frame.file), written.v) : null;
  const isMissing = written.t === 'null' || (file !== null && !existsSync(file));
  const read = (): Config | null => (file === null ? null : open({ file, isIncluded: true }));
  return {
    name,
    file,
    config: attemptOr(null, read, tell),
    isMissing,
    isExposed: body.args.get('expose')?.source.trim() === 'true',
    strategy: strategyOf(body.args.get('merge_strategy')?.source),
  };
}

function strategyOf(source: string | undefined): Strategy {
  const word = source?.replaceAll('"', '').trim();
  return word === 'deep' || word === 'no_merge' ? word : 'shallow';
}

/** The members of an object that is written as one, each by itself: one that is an error takes no other along. */
function members(argument: Argument, environment: Environment): Val {
  const expression = argument.expression();
  if (expression.e !== 'object') return evaluate(expression, environment);
  const found = new Map<string, Val>();
  for (const [key, value] of expression.items) {
    const name = evaluate(key, environment);
    if (name.t === 'unknown') return evaluate(expression, environment);
    found.set(asText(name), attempt(value, environment, `inputs.${asText(name)}`));
  }
  return object(found);
}

function attempt(expression: Expr, environment: Environment, what: string): Val {
  return orUnknown(what, () => evaluate(expression, environment));
}

function objectOf(names: readonly string[], prefix: string, valueOf: (name: string) => Val): Val {
  return object(
    new Map(names.map((name) => [name, orUnknown(`${prefix}.${name}`, () => valueOf(name))])),
  );
}

/** What Terragrunt would refuse is unknown here: the unit cannot be run, but its keys may be there from before. */
function orUnknown(what: string, compute: () => Val): Val {
  try {
    return compute();
  } catch (error) {
    if (error instanceof EvaluationError)
      return unknownVal('unresolved-reference', `${what} (${error.message})`, what);
    throw error;
  }
}
