import { deepMarked, derive } from '../value/symbol.ts';
import { bool, deep, fail, isKnown, outside, unknownVal, type Val } from '../value/value.ts';
import { arg, raw, shallow, type Builtin, type Builtins, type Spend } from './builtin.ts';
import { collectionFunctions } from './collection.ts';
import { encodingFunctions } from './encoding/encoding.ts';
import { yamlFunctions } from './encoding/yaml.ts';
import { networkFunctions } from './network.ts';
import { numericFunctions } from './numeric.ts';
import { providerFunctions } from './provider.ts';
import { timeFunctions } from './time.ts';
import { searchFunctions } from './text/search.ts';
import { textFunctions } from './text/text.ts';

const markFunctions: Builtins = {
  sensitive: raw((args) => ({ ...arg(args, 0), sensitive: true })),
  nonsensitive: raw((args) => {
    const { sensitive: _, ...rest } = arg(args, 0);
    return rest;
  }),
  issensitive: shallow((args) => bool(arg(args, 0).sensitive === true)),
  ephemeralasnull: raw((args) => arg(args, 0)),
};

const builtins: ReadonlyMap<string, Builtin> = new Map(
  Object.entries({
    ...collectionFunctions,
    ...encodingFunctions,
    ...markFunctions,
    ...networkFunctions,
    ...numericFunctions,
    ...searchFunctions,
    ...providerFunctions,
    ...textFunctions,
    ...timeFunctions,
    ...yamlFunctions,
  }),
);

/** Functions whose two calls with equal arguments may differ. */
const impure: ReadonlySet<string> = new Set(['uuid', 'bcrypt', 'timestamp']);

/** Calls a built-in function; with arguments that are not known it yields an unknown that spells the call. */
export function callBuiltin(name: string, args: readonly Val[], spend: Spend): Val {
  const builtin = builtins.get(name);
  if (builtin === undefined) return unsupported(name, args);
  const spell = (): Val => derive((all) => `${name}(${all.join(', ')})`, args);
  if (builtin.mode === 'pure' && !args.every(isKnown)) return spell();
  if (builtin.mode === 'shallow' && args.some(({ t }) => t === 'unknown')) return spell();
  spend(sizeOfTexts(args) >> 8);
  const result = builtin.run(args, spend);
  spend(sizeOfTexts([result]) >> 8);
  if (builtin.mode === 'pure') return deepMarked(result, args);
  return builtin.mode === 'shallow' ? shallowMarked(result, args) : result;
}

function sizeOfTexts(values: readonly Val[]): number {
  return values.reduce((sum, value) => sum + (value.t === 'string' ? value.v.length : 0), 0);
}

/** Marks of a collection itself cling to the result; those of its elements stay with them. */
function shallowMarked(result: Val, args: readonly Val[]): Val {
  return deepMarked(result, args.map(outside));
}

function unsupported(name: string, args: readonly Val[]): Val {
  if (!/^[a-z0-9_:]+$/i.test(name)) return fail('that is no function');
  const { refs, symbol } = derive((all) => `${name}(${all.join(', ')})`, args);
  const unknown = unknownVal(
    'unsupported-function',
    `${name}()`,
    impure.has(name) ? undefined : symbol,
  );
  return deepMarked({ ...unknown, refs }, args);
}

/** Whether the value holds a mark anywhere. */
export function isSensitive(value: Val): boolean {
  for (const inner of deep(value)) if (inner.sensitive === true) return true;
  return false;
}
