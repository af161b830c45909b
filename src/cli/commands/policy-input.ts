import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import {
  consequenceOf,
  foreignResources,
  describeProblem,
  parsePolicy,
  parsePolicyValue,
  type PolicyDocument,
  type Problem,
  worstFirst,
} from '../../policy/index.ts';
import { loadFile, loadStream, standardInput } from '../../read/input/load.ts';
import { isObject, member } from '../../read/input/json.ts';
import { decodeInput } from '../../read/input/recognise.ts';
import type { Json } from '../../read/input/resource.ts';
import { parseArn } from '../../model/targets.ts';
import type { TextPart } from '../../model/value.ts';
import type { Io } from '../streams/io.ts';
import { quote } from '../../text/suggest.ts';

/** A policy with its name. */
export interface PolicyFile {
  readonly shown: string;
  readonly document: PolicyDocument;
  readonly problems: readonly Problem[];
}

/** What an option tells of a key. */
export interface KeyName {
  readonly arn: readonly TextPart[] | null;
  readonly account: readonly TextPart[] | null;
}

/**
 * Reads both policies; one of them may be standard input.
 * @throws UserError where one cannot be read, or KMS would refuse it: then with line and column
 */
export async function readPolicyFiles(
  paths: readonly string[],
  keys: readonly [KeyName, KeyName],
  io: Io,
): Promise<readonly [PolicyFile, PolicyFile]> {
  const [old, next] = paths;
  if (old === undefined || next === undefined || paths.length > 2) {
    throw new UserError('policy-diff takes two policies; see `kmslint policy-diff --help`');
  }
  if (old === '-' && next === '-') {
    throw new UserError('only one of the two policies can come from standard input; name a file');
  }
  const read = [await readPolicyFile(old, keys[0], io), await readPolicyFile(next, keys[1], io)];
  const [first, second] = read.filter((file) => typeof file !== 'string');
  const faults = read.filter((file) => typeof file === 'string');
  if (first !== undefined && second !== undefined) return [first, second];
  throw new UserError(
    `${[...new Set(faults)].join('; ')}; \`aws kms get-key-policy\` prints one that is valid`,
  );
}

/** So many problems of one policy are told where it cannot be compared. */
const mostTold = 3;

/** A policy, or what is wrong with it. */
async function readPolicyFile(path: string, key: KeyName, io: Io): Promise<PolicyFile | string> {
  const shown = path === '-' ? standardInput : path;
  const text =
    path === '-'
      ? await loadStream(io.stdin, (bytes) => decodeInput(bytes, standardInput))
      : loadFile(resolve(io.directory, path), path);
  const { document, problems } = readPolicyText(text);
  if (document !== null && !problems.some(({ kind }) => kind === 'principal')) {
    const [arn, account] = [key.arn, key.account].map((parts) => parts?.[0] ?? null);
    const own = {
      arn: typeof arn === 'string' ? arn : null,
      account: typeof account === 'string' ? account : null,
      region: null,
    };
    return { shown, document, problems: [...problems, ...foreignResources(document, own)] };
  }
  const told = worstFirst(problems);
  const more = told.length > mostTold ? [`and ${told.length - mostTold} more`] : [];
  const all = [...told.slice(0, mostTold).map((problem) => describeProblem(problem)), ...more].join(
    '; ',
  );
  const [worst] = told;
  return `${shown}: ${worst === undefined ? 'this is no key policy' : `${consequenceOf(worst)}: ${all}`}`;
}

/** A policy as text, or within what `aws kms get-key-policy --output json` prints. */
function readPolicyText(text: string): ReturnType<typeof parsePolicy> {
  const bare = text.replace(/^\u{feff}/u, '').trimEnd();
  const json = parseJson(bare);
  if (typeof json === 'string') return parsePolicyValue(json);
  const inner =
    isObject(json) && member(json, 'Statement') === undefined ? member(json, 'Policy') : undefined;
  return inner === undefined ? parsePolicy([bare]) : parsePolicyValue(inner);
}

function parseJson(text: string): Json | undefined {
  try {
    const json: Json = JSON.parse(text);
    return json;
  } catch {
    return undefined;
  }
}

/**
 * A key ARN, or the account alone.
 * @throws UserError where it is neither
 */
export function readKeyName(name: string | undefined, option: string): KeyName {
  if (name === undefined) return { arn: null, account: null };
  if (/^\d{12}$/.test(name)) return { arn: null, account: [name] };
  const arn = parseArn(name);
  if (arn === null || !/^arn:[^:]*:kms:/.test(name) || !arn.resource.startsWith('key/')) {
    throw new UserError(`${option} wants a key ARN or an account id, not ${quote(name)}`);
  }
  return { arn: [name], account: [arn.account] };
}
