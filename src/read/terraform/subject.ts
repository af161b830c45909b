import type { Subject } from '../../model/inventory.ts';
import { parseArn } from '../../model/targets.ts';
import { mapValue, type Value } from '../../model/value.ts';
import type { Resource } from '../input/resource.ts';
import { readComputed, readText, type Flaws } from './attributes.ts';

/** What every object has: its place, and account and Region by ARN, argument or provider configuration. */
export function readSubject(resource: Resource, flaws: Flaws): Subject {
  const subject = readPlainSubject(resource, flaws);
  const arn = readComputed(resource, 'arn', flaws);
  const parts = arn.known ? parseArn(arn.value) : null;
  if (parts === null) return subject;
  return {
    ...subject,
    account: mapValue(arn, () => parts.account),
    region: mapValue(arn, () => parts.region),
  };
}

/** The same for what may have an ARN without account and Region, as a bucket has. */
export function readPlainSubject(resource: Resource, flaws: Flaws): Subject {
  const own = readText(resource, 'region', flaws);
  const written: Value<string> =
    own.known && own.value === null
      ? resource.providerRegion
      : mapValue(own, (region) => region ?? '');
  return {
    source: resource.source,
    scope: flaws.scope,
    subject: resource.address,
    identity: resource.identity,
    ...(resource.formerly === undefined ? {} : { formerly: resource.formerly }),
    account: resource.providerAccount,
    region: written,
    symbols: {
      account: symbolOf(resource.providerAccount),
      region: own.known && own.value === null ? symbolOf(resource.providerRegion) : null,
    },
    exists: resource.exists,
    guard: resource.guard,
    at: resource.at,
  };
}

function symbolOf(value: Value<string>): string | null {
  return value.known ? null : (value.symbol ?? null);
}
