import { InputError } from '../../errors.ts';
import type { Gap } from '../../model/gap.ts';
import { gapsOf, readValues, type Entry, type Flaw } from '../input/entry.ts';
import { isObject, member, textMember, type JsonObject } from '../input/json.ts';
import type { Resource } from '../input/resource.ts';
import { readRaw } from './raw.ts';
import { resourceOf } from './resource.ts';

/** What a state holds, as resources. */
export interface StateResources {
  readonly resources: readonly Resource[];
  readonly gaps: readonly Gap[];
  /** The id that all states of one root module and workspace share; null where the state is one that was shown. */
  readonly lineage: string | null;
  /** Higher is later, within one lineage. */
  readonly serial: number | null;
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
  return {
    resources: entries.filter(isCurrent).map((entry) => resourceOf(entry, path)),
    gaps: gapsOf(flaws, path),
    lineage: textMember(state, 'lineage'),
    serial: typeof serial === 'number' ? serial : null,
  };
}

function checkVersion(state: JsonObject, isShown: boolean, path: string): void {
  const version = member(state, isShown ? 'format_version' : 'version');
  const isKnown = isShown
    ? typeof version === 'string' && /^[01](?:\.\d+)*$/.test(version)
    : version === 4;
  const isWhole = !isShown || isObject(member(state, 'values') ?? {});
  if (isKnown && isWhole) return;
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
