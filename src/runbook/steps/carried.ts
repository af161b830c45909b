import type { Key } from '../../model/inventory.ts';
import { policyOf } from '../../model/keys/policy.ts';
import { copiedPolicy, parseText, type Copied } from '../../policy/index.ts';
import { findCredential } from '../../text/credentials.ts';
import { escapeJson } from '../../text/escape.ts';
import { showsAll } from '../../text/hcl-string.ts';
import type { Replaced } from '../replaced.ts';
import { nothing, placeholder, type Option } from './option.ts';

/** Policy, description and tags: what CreateKey and ReplicateKey both take. */
export function carriedOver(replaced: Replaced): readonly Option[] {
  const { key } = replaced;
  const texts: { Description?: string; Tags?: readonly object[] } = {};
  const options: Option[] = [policy(replaced)];
  const [description, tags] = [descriptionOf(key), tagsFor(key.allTags)];
  if (description === undefined)
    options.push(placeholder('KEY_DESCRIPTION', 'the description', '--description'));
  else if (description !== null) texts.Description = description;
  if (tags === undefined)
    options.push(
      placeholder('KEY_TAGS', 'the tags, as a JSON list of TagKey and TagValue', '--tags'),
    );
  else if (tags.length > 0) texts.Tags = tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  if (Object.keys(texts).length > 0)
    options.push({ ...nothing, words: ['--cli-input-json', jsonWord(texts)] });
  return options;
}

/** The description; undefined where it is not known, sensitive, or holds what looks like a credential. */
export function descriptionOf({ description }: Key): string | null | undefined {
  if (!description.known || description.sensitive === true) return undefined;
  return isTellable(description.value ?? '') ? description.value : undefined;
}

/** Tags of AWS's own cannot be given (KMS API, TagResource), and those of kmslint's tell of this key alone. */
export function tagsFor(
  tags: Key['tags'],
): readonly (readonly [name: string, value: string])[] | undefined {
  if (!tags.known || tags.sensitive === true) return undefined;
  const kept = Object.entries(tags.value).filter(([name]) => !/^(?:aws|kmslint):/.test(name));
  return kept.every(([name, value]) => isTellable(name) && isTellable(value)) ? kept : undefined;
}

/** What looks like a credential is told nowhere. */
export function isTellable(text: string): boolean {
  return findCredential(text) === null;
}

/** Descriptions and tags stand in JSON: as words of their own, the AWS CLI would read `file://` in them. */
function jsonWord(value: object): string {
  return escapeJson(JSON.stringify(value));
}

/** The policy of the old key as the successor can have it; null text where CreateKey gives the same by itself. */
export function policyFor(replaced: Replaced): Copied | 'default' | 'untold' {
  const { key, states } = replaced;
  const text = policyOf(key, states.present);
  if (text.known && text.sensitive === true) return 'untold';
  if (text.known && text.value === null) return 'default';
  const document = parseText(text, states.present)?.document ?? null;
  if (document === null) return 'untold';
  const symbol = key.arn.known ? [] : [key.arn.symbol ?? '', `${key.subject}.arn`];
  return copiedPolicy(document, { arn: key.arn.known ? key.arn.value : null, symbols: symbol });
}

function policy(replaced: Replaced): Option {
  const copied = policyFor(replaced);
  if (copied === 'default') return nothing;
  const json = copied === 'untold' || copied.policy === null ? null : copied.policy.json;
  const text = json === null ? null : escapeJson(json.join('\n'));
  if (text === null || !showsAll(text)) {
    const isSelf = copied !== 'untold' && copied.policy === null && copied.obstacle === 'self';
    const why = isSelf
      ? 'the policy as JSON; it names the old key in a condition, which only a person can put right'
      : 'the policy of the old key as JSON, with * in place of its own ARN';
    return placeholder(
      'KEY_POLICY',
      isSelf ? 'what a condition on the key itself becomes' : 'the policy',
      '--policy',
      why,
    );
  }
  return {
    words: ['--policy', { variable: 'KEY_POLICY', why: 'the policy of the old key' }],
    needs: [{ kind: 'set', variable: 'KEY_POLICY', text }],
    untold: [],
  };
}
