import type { Alias, HsmCluster, Key, KeyStore } from '../inventory.ts';
import type { Value } from '../value.ts';

/** What is found again in another source: the same object of AWS. */
export type Named = Key | Alias | KeyStore | HsmCluster;

/**
 * One name for one object of AWS, whichever source tells it: account, Region, and id or alias name. Null as long as one
 * of them is not known, as with what a plan has yet to make.
 */
export function awsNameOf(object: Named): string | null {
  const parts: readonly Value<string>[] = [object.account, object.region, idOf(object)];
  if (!parts.every(({ known }) => known)) return null;
  return [object.kind, ...parts.map((part) => (part.known ? part.value : ''))].join(' ');
}

function idOf(object: Named): Value<string> {
  switch (object.kind) {
    case 'key':
      return object.keyId;
    case 'alias':
      return object.name;
    case 'keyStore':
      return object.keyStoreId;
    case 'cluster':
      return object.clusterId;
  }
}
