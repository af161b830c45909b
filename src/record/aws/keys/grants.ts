import { keysOfStems } from '../../../model/lineage/candidates.ts';
import { predecessorTag } from '../../../model/lineage/declared.ts';
import { keyIdOf } from '../../../model/targets.ts';
import { elementsOf, member, textMember } from '../../../read/input/json.ts';
import type { Answer, SnapshotHead } from '../../../read/snapshot/format.ts';
import type { Caller } from '../caller.ts';
import { wholeList } from './pages.ts';

/** Asks for the grants of the keys that may replace one another, and of no others: AWS admits few such requests. */
export interface GrantReader {
  /** ListGrants of a key, where its aliases or its tags tell a lineage; null where they do not, or nothing was asked. */
  readonly grantsOf: (keyId: string, tags: Answer | undefined) => Promise<Answer | null>;
  /** The same of keys that only the tag of another one names, once all tags are read. */
  readonly ofNamed: (isListed: (keyId: string) => boolean) => Promise<Record<string, Answer>>;
}

/** @param head whose aliases tell, as soon as they are read */
export function openGrants(
  caller: Caller,
  head: Promise<SnapshotHead>,
  versionPatterns: readonly string[],
): GrantReader {
  const aliases = head.then(({ ListAliases }) => aliasesIn(ListAliases));
  const stems = aliases.then((list) => keysOfStems(list, versionPatterns));
  // Whoever asks awaits them; should the head fail before that, nobody is left to hear of it.
  stems.catch(() => {});
  const asked = new Set<string>();
  const named = new Set<string>();
  const ask = (KeyId: string) => {
    asked.add(KeyId);
    return wholeList(caller, 'ListGrants', { KeyId });
  };
  return {
    grantsOf: async (keyId, tags) => {
      const predecessor = predecessorIn(tags);
      if (predecessor !== null) named.add(predecessor);
      const isInLineage = predecessor !== null || (await stems).has(keyId);
      return isInLineage ? await ask(keyId) : null;
    },
    ofNamed: async (isListed) => {
      const byName = new Map((await aliases).map(({ name, keyId }) => [name, keyId]));
      const ids = [...named].map((name) => byName.get(nameIn(name)) ?? keyIdOf(name)).toSorted();
      const left = [...new Set(ids)].filter((id) => isListed(id) && !asked.has(id));
      const answers = await Promise.all(
        left.map(async (id) => {
          const answer = await ask(id);
          return answer === null ? [] : [[id, answer] as const];
        }),
      );
      return Object.fromEntries(answers.flat());
    },
  };
}

function aliasesIn(answer: Answer | undefined) {
  const ok = answer !== undefined && 'ok' in answer ? answer.ok : undefined;
  return elementsOf(member(ok, 'Aliases')).flatMap((entry) => {
    const [name, keyId] = [textMember(entry, 'AliasName'), textMember(entry, 'TargetKeyId')];
    return name === null || keyId === null ? [] : [{ name, keyId }];
  });
}

/** What the tag of a key names: an alias, a key id or an ARN of either. */
function predecessorIn(tags: Answer | undefined): string | null {
  const ok = tags !== undefined && 'ok' in tags ? tags.ok : undefined;
  const tag = elementsOf(member(ok, 'Tags')).find(
    (entry) => textMember(entry, 'TagKey') === predecessorTag,
  );
  return textMember(tag, 'TagValue');
}

/** `alias/…`, of an alias name or its ARN. */
function nameIn(text: string): string {
  return text.slice(Math.max(text.indexOf('alias/'), 0));
}
