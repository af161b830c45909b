import { elementsOf, member, textMember } from '../../../read/input/json.ts';
import { snapshotVersion } from '../../../read/snapshot/format.ts';
import type { Answer, SnapshotHead } from '../../../read/snapshot/format.ts';
import { compareText } from '../../../text/compare.ts';
import { version } from '../../../version.ts';
import type { Caller } from '../caller.ts';
import { wholeList } from './pages.ts';
import { headingOf, type ReadingOptions, type Target } from '../../target.ts';

/** Everything about an account and Region but its keys. */
export async function readHead(
  caller: Caller,
  target: Target,
  { facts, history }: ReadingOptions,
  startedAt: string,
): Promise<SnapshotHead> {
  const [aliases, keyStores, clusters] = await Promise.all([
    facts.has('aliases') ? wholeList(caller, 'ListAliases') : null,
    facts.has('keyStores') ? wholeList(caller, 'DescribeCustomKeyStores') : null,
    facts.has('clusters') ? wholeList(caller, 'DescribeClusters') : null,
  ]);
  const tool = { name: 'kmslint', version } as const;
  return {
    kmslintSnapshot: snapshotVersion,
    tool,
    ...headingOf(target),
    startedAt,
    asked: { facts: [...facts].toSorted(compareText), history },
    ...(aliases === null ? {} : { ListAliases: aliases }),
    ...(keyStores === null ? {} : { DescribeCustomKeyStores: keyStores }),
    ...(clusters === null || isNotOffered(clusters, keyStores)
      ? {}
      : { DescribeClusters: clusters }),
  };
}

/**
 * In some Regions CloudHSM has no host. Nothing is missing then, if no key store stands on a cluster either: the list is
 * left out, for AWS gave none.
 */
function isNotOffered(clusters: Answer, keyStores: Answer | null): boolean {
  if (!('error' in clusters) || clusters.error.name !== 'ENOTFOUND') return false;
  if (keyStores === null || 'error' in keyStores) return false;
  return !elementsOf(member(keyStores.ok, 'CustomKeyStores')).some(
    (store) => textMember(store, 'CustomKeyStoreType') !== 'EXTERNAL_KEY_STORE',
  );
}
