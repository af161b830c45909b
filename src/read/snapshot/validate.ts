import { InputError } from '../../errors.ts';
import { validateKey, validateSnapshot, type SnapshotValidator } from '../../generated/snapshot.js';
import { member, typeName, type JsonObject } from '../input/json.ts';
import type { Json } from '../input/resource.ts';
import { snapshotVersion } from './format.ts';

/** What to do about a snapshot that is broken. */
export const recordAgain = 'record it anew with `kmslint snapshot`';

/**
 * Refuses a version that this program does not know.
 * @throws InputError
 */
export function checkVersion(document: JsonObject, path: string): void {
  const version = member(document, 'kmslintSnapshot');
  if (version === snapshotVersion) return;
  const told = typeof version === 'number' ? `version ${version}` : typeName(version);
  throw new InputError(
    path,
    `the format of the snapshot is ${told}, and this program reads version ${snapshotVersion}`,
    'judge it with a newer kmslint, or record it anew',
  );
}

/** Holds what stands before the keys against the schema. @throws InputError */
export function checkHead(head: JsonObject, path: string): void {
  check(validateSnapshot, { ListKeys: { ok: {} }, ...head, keys: [] }, path, '');
}

/** Holds a snapshot without its keys against the schema. @throws InputError */
export function checkSnapshot(document: JsonObject, path: string): void {
  check(validateSnapshot, { ...document, keys: [] }, path, '');
}

/** Holds one record of `keys` against the schema. @throws InputError */
export function checkKey(record: Json, index: number, path: string): void {
  check(validateKey, record, path, `/keys/${index}`);
}

function check(validate: SnapshotValidator, document: Json, path: string, base: string): void {
  if (validate(document)) return;
  // The first error is the narrowest; what follows tells which alternatives failed with it.
  const [error] = validate.errors ?? [];
  const what = `the snapshot is not as its schema has it: ${error?.message ?? 'it is not valid'}`;
  const pointer = `${base}${error?.instancePath ?? ''}`;
  throw new InputError(path, what, recordAgain, pointer === '' ? null : pointer);
}
