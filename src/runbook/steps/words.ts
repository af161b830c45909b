import type { Key } from '../../model/inventory.ts';
import type { Value } from '../../model/value.ts';
import { aliasName, type Replaced } from '../replaced.ts';
import type { Variable, Word } from '../step.ts';

/** The text of a value, where it may be told and is what its kind looks like. */
export function plain(value: Value<string>, pattern: RegExp): string | null {
  if (!value.known || value.sensitive === true) return null;
  return pattern.test(value.value) ? value.value : null;
}

export const regionOf = ({ region }: Key): string | null => plain(region, /^[a-z0-9-]{1,40}$/);
export const accountOf = ({ account }: Key): string | null => plain(account, /^\d{12}$/);
const arnOf = ({ arn }: Key): string | null =>
  plain(arn, /^arn:[\w-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/);

/** Where a key is in AWS: what `--key-id` takes. */
export function keyWord(key: Key): Word {
  return (
    arnOf(key) ??
    plain(key.keyId, /^[\w-]{1,64}$/) ?? {
      variable: 'OLD_KEY_ARN',
      why: 'the ARN of the key that is replaced, which the input does not tell',
    }
  );
}

export const newKey: Variable = {
  variable: 'NEW_KEY_ARN',
  why: 'the ARN of the successor: create it first',
};

/** The key that is there afterwards: its successor, or the key itself, where new material goes into it. */
export const aliasVariable: Variable = {
  variable: 'ALIAS_NAME',
  why: 'the alias that callers use, as in alias/application-current',
};

/** The first alias that moves, as a word; a variable where none is known. */
export function aliasWord({ moving }: Replaced): Word {
  const [first] = moving.flatMap((alias) => aliasName(alias) ?? []);
  return first ?? aliasVariable;
}

/** An AWS CLI command for the Region of a key. */
export function kms(
  { key }: Replaced,
  operation: string,
  ...rest: readonly Word[]
): readonly Word[] {
  return ['aws', 'kms', operation, ...regionWords(key), ...rest];
}

export function regionWords(key: Key): readonly Word[] {
  const unknown = {
    variable: 'AWS_REGION',
    why: 'the Region of the key, which the input does not tell',
  };
  return ['--region', regionOf(key) ?? unknown];
}

/** One member of an answer, as text. */
export function only(query: string): readonly Word[] {
  return ['--query', query, '--output', 'text'];
}

/** A file in the script's own directory, as the AWS CLI reads bytes. */
export const bytesOf = (name: string): Word => ({ own: `"fileb://\${WORK:?}/${name}"` });
export const fileOf = (name: string): Word => ({ own: `"\${WORK:?}/${name}"` });
