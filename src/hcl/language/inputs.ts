import type { Environment } from './environment.ts';
import { evaluate } from './evaluate.ts';
import type { Argument, Block } from './source.ts';
import { anyType, convertTo, readType, type Type } from './types.ts';
import { EvaluationError, fail, marked, unknownVal, type Val } from '../value/value.ts';

/** A value from outside for a variable: what the caller passes, or null where nobody gives one. */
export type Given = () => Val | null;

export interface VariableContext {
  /** Address of the module instance with a dot, or empty. */
  readonly prefix: string;
  readonly isEntry: boolean;
  /** For defaults, which may call functions in a type's `optional()` only. */
  readonly environment: Environment;
}

/** The value of a variable in one module instance. */
export function variableValue(
  name: string,
  block: Block | undefined,
  given: Given,
  context: VariableContext,
): Val {
  const symbol = `${context.prefix}var.${name}`;
  if (block === undefined) return unknownVal('unresolved-reference', `var.${name}`, symbol);
  const { args } = block.body;
  const type = variableType(args.get('type'), context.environment);
  const fallback = args.get('default');
  const isNullable = args.get('nullable')?.source !== 'false';
  const passed = given();
  const isGiven = passed !== null && (passed.t !== 'null' || isNullable);
  const value = isGiven ? convertTo(type, passed) : withoutGiven(symbol, type, fallback, context);
  const isSensitive = args.get('sensitive')?.source === 'true';
  return isSensitive ? marked(value, { t: 'null', sensitive: true }) : value;
}

function withoutGiven(
  symbol: string,
  type: Type,
  fallback: Argument | undefined,
  { isEntry, environment }: VariableContext,
): Val {
  if (fallback === undefined) {
    return convertTo(type, unknownVal('unset-variable', symbol, symbol));
  }
  const value = convertTo(type, evaluate(fallback.expression(), environment));
  return isEntry ? { ...value, assumed: symbol } : value;
}

function variableType(argument: Argument | undefined, environment: Environment): Type {
  if (argument === undefined) return anyType;
  const plain = argument.source.trim();
  if (plain === 'string' || plain === 'number' || plain === 'bool' || plain === 'any')
    return { k: plain };
  try {
    return readType(argument.expression(), (expr) => evaluate(expr, environment));
  } catch (error) {
    if (error instanceof EvaluationError) return anyType;
    throw error;
  }
}

/** An environment without names: for defaults and variable files. */
export function bareEnvironment(base: Omit<Environment, 'resolve' | 'names'>): Environment {
  return {
    ...base,
    names: new Map(),
    resolve: () => fail('names cannot be referred to here'),
  };
}
