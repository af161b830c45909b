import { InputError, OtherInputError } from '../../errors.ts';
import { isObject, member, type JsonObject } from './json.ts';
import type { Json } from './resource.ts';
import { decodeText, isArchive, isZip } from './decode.ts';
import { unwrap, type Unwrapped } from './wrapper.ts';

const showPlan = 'run `terraform show -json PLANFILE` (or `tofu show -json`) and judge its output';

/**
 * Tells by content what an input is, and parses it.
 * @throws InputError for everything that is not plan JSON, with a hint where it is a near miss
 */
export function parsePlan(content: string, path: string): JsonObject {
  const json = parseDocument(content, path);
  refuseOtherShapes(json, path);
  return json;
}

/**
 * Parses an input, whatever it is.
 * @throws InputError where it is no JSON object, with a hint at what to do
 */
export function parseDocument(content: string, path: string, hint: string = showPlan): JsonObject {
  const unwrapped = unwrap(content);
  if (unwrapped.text.trim() === '') throw new InputError(path, 'the file is empty', hint);
  const json = parseJson(unwrapped, path, hint);
  if (!isObject(json)) {
    throw new InputError(path, 'the JSON is not an object, so it is no plan', hint);
  }
  return json;
}

/** Whether a parsed input says that it is a snapshot of a live account. */
export function isSnapshot(json: JsonObject): boolean {
  return member(json, 'kmslintSnapshot') !== undefined;
}

/** What a file's beginning says: a snapshot, a file to look further into (its members are sorted), or neither. */
export function looksLikeSnapshot(beginning: Buffer): boolean | 'perhaps' {
  const text = decodeText(beginning);
  if (!/^\s*\{/.test(text)) return false;
  if (/"kmslintSnapshot"\s*:/.test(text)) return true;
  const isSorted =
    /^\s*\{\s*"(?:DescribeClusters|DescribeCustomKeyStores|ListAliases|ListKeys|account|finishedAt|keys|region)"/;
  return isSorted.test(text) ? 'perhaps' : false;
}

/** Whether a parsed input is a state: one that was shown, or a raw one. What it is instead, `refuseOtherShapes` tells. */
export function isState(json: JsonObject): boolean {
  const has = (name: string): boolean => member(json, name) !== undefined;
  if (planParts.some(has) || has('encrypted_data')) return false;
  if (has('format_version')) {
    return has('values') || Object.keys(json).every((name) => emptyParts.has(name));
  }
  const version = member(json, 'version');
  return typeof version === 'number' && version > 3 && has('serial') && !has('backend');
}

const planParts = [
  'planned_values',
  'resource_changes',
  'configuration',
  'output_changes',
  'prior_state',
];

/** A state without a single object has no values, and nothing else but checks. */
const emptyParts: ReadonlySet<string> = new Set(['checks', 'format_version', 'terraform_version']);

/** What a file's beginning says: a state, a file to look further into (its members are sorted), or neither. */
export function looksLikeState(beginning: Buffer): boolean | 'perhaps' {
  const { text } = unwrap(decodeText(beginning));
  if (/^\s*\{\s*"(?:encrypted_data|meta|serial|version)"\s*:/.test(text)) {
    return /"(?:lineage|terraform_version|encryption_version|encrypted_data)"\s*:/.test(text);
  }
  return /^\s*\{\s*"(?:check_results|encryption_version|lineage|outputs)"\s*:/.test(text)
    ? 'perhaps'
    : false;
}

/** What a file's beginning says: a plan, a file to look further into (its members are sorted), or neither. */
export function looksLikePlan(beginning: Buffer): boolean | 'perhaps' {
  const { text } = unwrap(decodeText(beginning));
  if (!/^\s*\{/.test(text)) return false;
  if (/"format_version"\s*:/.test(text)) return true;
  return /^\s*\{\s*"(?:action_invocations|applyable|checks|complete|configuration|errored)"/.test(
    text,
  )
    ? 'perhaps'
    : false;
}

/** The text of an input. The bytes are given up before it is parsed: both at once would double the memory. */
export function decodeInput(bytes: Buffer, path: string): string {
  if (isZip(bytes)) throw new InputError(path, 'this is a binary plan file', showPlan);
  if (isArchive(bytes)) {
    throw new InputError(path, 'the file is compressed', 'decompress it first');
  }
  return decodeText(bytes);
}

function parseJson(unwrapped: Unwrapped, path: string, hint: string): Json {
  const { text, lines, columns } = unwrapped;
  try {
    const json: Json = JSON.parse(text);
    return json;
  } catch (error) {
    refuseLog(text, path);
    const { what, offset } = describeSyntaxError(error, text);
    if (isWrapperNoise(text.slice(offset), lines + columns > 0)) {
      return parseJson({ ...unwrapped, text: text.slice(0, offset) }, path, hint);
    }
    const { line, column } = positionOf(text, offset);
    throw new InputError(
      `${path}:${line + lines}:${column + columns}`,
      /^\s*[{[]/.test(text)
        ? `not valid JSON: ${what}`
        : 'neither plan JSON nor anything else that can be judged',
      hint,
    );
  }
}

/**
 * What a CI wrapper prints behind the JSON: workflow commands, and a line break that it escaped; in a log, any line that
 * is no second document.
 */
function isWrapperNoise(rest: string, isLog: boolean): boolean {
  const lines = rest.split('\n').map((line) => line.trim());
  return (
    lines.some((line) => line !== '') &&
    lines.every(
      (line) =>
        line === '' || line === '%0A' || line.startsWith('::') || (isLog && !/[{}]/.test(line)),
    )
  );
}

function describeSyntaxError(error: unknown, text: string): { what: string; offset: number } {
  const message = error instanceof Error ? error.message : String(error);
  const at = /position (\d+)/.exec(message)?.[1];
  if (at === undefined) return { what: 'it ends too early', offset: text.trimEnd().length };
  const offset = Number(at);
  if (offset >= text.trimEnd().length) return { what: 'it ends too early', offset };
  if (message.includes('after JSON')) {
    return { what: 'something follows the document; judge one document at a time', offset };
  }
  return { what: `unexpected ${JSON.stringify(text.slice(offset, offset + 1))}`, offset };
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}

/** `terraform plan -json` writes one JSON object a line, without attribute values. */
function refuseLog(text: string, path: string): void {
  const [first = ''] = text.trimStart().split('\n', 1);
  if (!first.includes('"@level"')) return;
  throw new InputError(
    path,
    'this is the log of `plan -json`, which holds no attribute values',
    showPlan,
  );
}

/** Refuses what is JSON and no plan, with a hint where it is a near miss. @throws InputError */
export function refuseOtherShapes(json: JsonObject, path: string): void {
  const has = (name: string): boolean => member(json, name) !== undefined;
  const refuse = (what: string, hint: string): never => {
    throw new OtherInputError(path, what, hint);
  };
  if (has('format_version') && planParts.some(has)) return;
  if (has('@level'))
    refuse('this is the log of `plan -json`, which holds no attribute values', showPlan);
  if (has('encrypted_data') && has('encryption_version')) {
    if (!has('serial')) {
      refuse(
        'this is an encrypted OpenTofu plan',
        'run `tofu show -json PLANFILE`, which decrypts it',
      );
    }
    throw new InputError(
      path,
      'this is an encrypted OpenTofu state',
      'run `tofu show -json` (or `tofu state pull`) in its root module, which decrypts it',
    );
  }
  if (has('backend') && typeof member(json, 'version') === 'number') {
    refuse(
      'this tells where a state is kept, and is none',
      'run `terraform state pull` (or `tofu state pull`) and judge its output',
    );
  }
  if (has('serial') && has('version')) {
    throw new InputError(
      path,
      `this is a state of version ${JSON.stringify(member(json, 'version'))}, which Terraform before 0.12 wrote`,
      'apply once with a later Terraform, then run `terraform state pull`',
    );
  }
  if (has('provider_schemas')) refuse('this is a provider schema', showPlan);
  if (has('format_version') && has('diagnostics'))
    refuse('this is the output of `validate -json`', showPlan);
  if (has('inputs') && (has('terraform') || has('terraform_binary'))) {
    refuse(
      'this is what `terragrunt render` tells of a unit, whose directory it has to lie in',
      'name it terragrunt.rendered.json there (`terragrunt render --format json --write`), and judge that directory',
    );
  }
  if (has('format_version') && has('root_module')) {
    refuse('this is a configuration without a plan (`show -json -config`)', showPlan);
  }
  refuse(
    'the JSON is neither a plan nor a state: it has no format_version with planned_values or values',
    showPlan,
  );
}
