import { resolve } from 'node:path';
import type { Block } from '../../hcl/language/source.ts';
import type { Step } from '../../hcl/language/ast.ts';
import type { Resolved } from '../../hcl/language/environment.ts';
import { fail, unknownVal, type HandleVal, type Val } from '../../hcl/value/value.ts';
import { inputsValue } from './merge.ts';
import type { Config, Inclusion } from './unit.ts';
import type { Reader } from '../unit/reader.ts';

/** What a reference in a Terragrunt file means, and the steps that are left. */
export function resolveIn(
  name: string,
  path: readonly Step[],
  config: Config,
  reader: Reader,
): Resolved {
  const [first = '', ...rest] = path;
  const word = String(first);
  switch (name) {
    case 'local':
      return { value: config.local(word), rest };
    case 'include':
      return included(word, path, config);
    case 'dependency':
      return { value: dependency(word, config, reader), rest };
    case 'values':
      return { value: config.frame.unit.values ?? named('values'), rest: path };
    case 'feature':
      return { value: feature(word, config), rest };
    default:
      return fail(`${name} is not a reference`);
  }
}

function named(name: string): Val {
  return unknownVal('unset-variable', name, name);
}

/** A configuration as an object whose attributes are computed when asked for. */
export function configValue(symbol: string, config: Config): HandleVal {
  return {
    t: 'handle',
    symbol,
    refs: [],
    attribute: (name) => {
      if (name === 'locals') return config.locals();
      if (name === 'inputs') return inputsValue(config.inputs());
      const what = `${symbol}.${name}`;
      return unknownVal('unresolved-reference', what, what);
    },
  };
}

/** `include.<name>`, or `include` alone for a bare block; only what is exposed can be referred to. */
function included(word: string, path: readonly Step[], config: Config): Resolved {
  const all = config.inclusions();
  const bare = all.find(({ name }) => name === '');
  if (bare !== undefined) return { value: exposed(bare), rest: path };
  const found = all.find(({ name }) => name === word) ?? fail(`there is no include "${word}"`);
  return { value: exposed(found), rest: path.slice(1) };
}

function exposed({ name, isExposed, config }: Inclusion): Val {
  const symbol = name === '' ? 'include' : `include.${name}`;
  if (config === null) return unknownVal('unreadable-input', symbol, symbol);
  return isExposed ? configValue(symbol, config) : fail(`include "${name}" is not exposed`);
}

/** Outputs of another unit, as far as its module tells them; `mock_outputs` are no facts. */
function dependency(name: string, config: Config, reader: Reader): Val {
  const symbol = `dependency.${name}`;
  const { from, block } = dependencyBlock(name, config) ?? fail(`there is no ${symbol}`);
  const path = block.body.args.get('config_path') ?? fail(`${symbol} has no config_path`);
  const written = from.valueOf(path);
  const outputs: HandleVal = {
    t: 'handle',
    symbol: `${symbol}.outputs`,
    refs: [],
    attribute: (output) => {
      const what = `${symbol}.outputs.${output}`;
      const unknown = unknownVal('declared-elsewhere', what, what);
      if (written.t !== 'string') return unknown;
      const value = reader.output(resolve(config.frame.directory, written.v), output);
      return value.t === 'unknown' || value.t === 'handle' ? unknown : value;
    },
  };
  return {
    t: 'handle',
    symbol,
    refs: [],
    attribute: (attribute) =>
      attribute === 'outputs'
        ? outputs
        : unknownVal('unresolved-reference', `${symbol}.${attribute}`, `${symbol}.${attribute}`),
  };
}

interface Found {
  readonly from: Config;
  readonly block: Block;
}

/** A dependency that the file declares, or one that it includes. */
function dependencyBlock(name: string, config: Config): Found | null {
  const own = config.blocks('dependency').find(({ labels }) => labels[0] === name);
  if (own !== undefined) return { from: config, block: own };
  if (config.frame.isIncluded) return null;
  for (const { config: outer } of config.inclusions().toReversed()) {
    if (outer === null) continue;
    const block = outer.blocks('dependency').find(({ labels }) => labels[0] === name);
    if (block !== undefined) return { from: outer, block };
  }
  return null;
}

/** A feature flag's default, which the command line may change: it makes a pass, never a failure. */
function feature(name: string, config: Config): Val {
  const symbol = `feature.${name}`;
  const block = config.blocks('feature').find(({ labels }) => labels[0] === name);
  const argument = block?.body.args.get('default');
  if (argument === undefined) return fail(`there is no ${symbol}`);
  const value = { ...config.valueOf(argument), assumed: `${symbol}.value` };
  return {
    t: 'handle',
    symbol,
    refs: [],
    attribute: (attribute) =>
      attribute === 'value' ? value : fail(`${symbol} has no attribute ${attribute}`),
  };
}
