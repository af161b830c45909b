import { InputError } from '../../errors.ts';
import type { Gap } from '../../model/gap.ts';
import { gapsOf, readValues, type Entry, type Flaw } from '../input/entry.ts';
import { isObject, member, textMember, type JsonObject } from '../input/json.ts';
import type { Resource } from '../input/resource.ts';
import type { StateHeading } from '../input/state-heading.ts';
import { readRaw } from './raw.ts';
import { resourceOf } from './resource.ts';

/** What a state holds, as resources. */
export interface StateResources extends StateHeading {
  readonly resources: readonly Resource[];
  readonly gaps: readonly Gap[];
}

/**
 * Reads a state: the output of `terraform show -json` or `tofu show -json` without a plan (format 0.1 to 1.x), or the raw
 * one of version 4 that `terraform state pull` prints. What a failed replacement left behind is passed over.
 * @throws InputError where the version is another one
 */
export function readStateResources(state: JsonObject, path: string): StateResources {
  const flaws: Flaw[] = [];
  const isShown = member(state, 'format_version') !== undefined;
  checkVersion(state, isShown, path);
  const entries = isShown
    ? readValues(member(state, 'values'), '/values', flaws)
    : readRaw(state, flaws);
  const serial = member(state, 'serial');
  const lineage = textMember(state, 'lineage');
  return {
    resources: entries.filter(isCurrent).map((entry) => resourceOf(entry, path)),
    gaps: gapsOf(flaws, path),
    lineage: lineage === '' ? null : lineage,
    serial: typeof serial === 'number' ? serial : null,
  };
}

function checkVersion(state: JsonObject, isShown: boolean, path: string): void {
  const version = member(state, isShown ? 'format_version' : 'version');
  const isKnown = isShown
    ? typeof version === 'string' && /^[01](?:\.\d+)*$/.test(version)
    : version === 4;
  const hasValues = !isShown || isObject(member(state, 'values') ?? {});
  if (isKnown && hasValues) return;
  throw new InputError(
    path,
    isKnown
      ? 'values is no object, where a state has one'
      : `the format of the state is ${JSON.stringify(version)}, which is newer than those that kmslint knows`,
    isKnown ? 'write the state again with `terraform show -json`' : 'update kmslint',
    isShown ? '/format_version' : '/version',
  );
}

function isCurrent({ json }: Entry): boolean {
  return textMember(json, 'deposed_key') === null;
}

/** A state of which `isWithoutKeys` is true. */
export function nothingOf(heading: StateHeading): StateResources {
  return { ...heading, resources: [], gaps: [] };
}

/**
 * Whether the text of a state certainly holds nothing of KMS and CloudHSM, so that it need not be parsed: it names
 * neither, in no way to write a name, and ends as a whole one does. One that was cut off may have held a key.
 */
export function isWithoutKeys(text: string): boolean {
  return (
    !text.includes('kms') && !text.includes('cloudhsm') && isWhole(text) && !escaped.test(text)
  );
}

/** A letter that is written by its number. */
const escaped = /\\u00[4-7]/;

/** The members of an indented document stand further right than its last brace; a raw state ends in `check_results`. */
function isWhole(text: string): boolean {
  const end = text.slice(-80);
  const isIndented = /^\{\r?\n[ \t]/.test(text) && /\n\}\s*$/.test(end);
  return isIndented || /"check_results"\s*:\s*null\s*\}\s*$/.test(end);
}
