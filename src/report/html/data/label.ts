import type { KeySummary } from '../../../lint/report.ts';

/** What a key is called beside its account and Region: the key id where it lives, its address where it is planned. */
export function labelOf({ source, keyId, subject }: KeySummary): string {
  return source === 'live' ? (keyId ?? subject) : subject;
}
