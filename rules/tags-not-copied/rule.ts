import { lineageOf, type Link } from '../../src/model/lineage/lineage.ts';
import { isCustomerManaged } from '../../src/model/keys/eligibility.ts';
import type { Key } from '../../src/model/inventory.ts';
import { all, explain, same, truth, undecided, yes, type Truth } from '../../src/model/truth.ts';
import { matchesGlob } from '../../src/text/glob.ts';
import { copyTags } from '../../src/rule/remedy/texts.ts';
import { defineRule, judge, type Verdict } from '../../src/rule/rule.ts';

type TagOptions = { readonly ignore: readonly string[] };

export default defineRule<TagOptions>({
  id: 'tags-not-copied',
  title: 'Tags of a key are not carried over to the key that replaces it',
  asks: 'whether the successor has the tags of its predecessor',
  severity: 'low',
  sources: ['hcl', 'plan', 'state', 'live'],
  isOptIn: true,
  facts: ['tags', 'aliases'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/tagging-keys.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/abac.html'),
  ],
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ignore: {
        type: 'array',
        items: { type: 'string' },
        description: 'names of tags that a successor need not have; * stands for any text',
        default: [],
      },
    },
  },

  *check(inventory, { prior, options: { ignore } }) {
    for (const link of lineageOf(inventory, prior).links) {
      const verdict = judgeLink(link, [...ofOneKey, ...ignore]);
      if (verdict !== null) yield verdict;
    }
  },
});

/** Tags that belong to one key, to AWS, or to this linter. */
const ofOneKey = ['Name', 'aws:*', 'kmslint:*'];

function judgeLink(link: Link, ignored: readonly string[]): Verdict | null {
  const { predecessor, successors, doubt, exists, fork } = link;
  const [first] = successors;
  const subject = successors.length === 1 ? first : (predecessor ?? first);
  if (subject === undefined || predecessor === null) return null;
  const results = successors.map((key) => compareTags(predecessor, key, ignored));
  const lost = [...new Set(results.flatMap(({ names }) => names))].toSorted();
  return judge(subject, {
    applies: all(
      explain(exists, 'no key replaces another one here'),
      fork === null ? yes : undecided(fork),
      ...[predecessor, ...successors].map(isCustomerManaged),
    ),
    complies: same(
      results.map(({ isWhole }) => isWhole),
      doubt,
    ),
    at: subject.allTags.at,
    holds: `every tag of ${predecessor.subject} is carried over (${link.evidence[0].text})`,
    message: `tags of ${predecessor.subject} are not carried over, so what goes by them, access and cost among it, loses the key: ${lost.join(', ')} (${link.evidence[0].text})`,
    discriminator: predecessor.subject,
    remedy: () => (first === undefined ? [] : copyTags(predecessor, link.isGone, first, lost)),
  });
}

interface Comparison {
  readonly isWhole: Truth;
  /** Names alone: a value may be anything. */
  readonly names: readonly string[];
}

function compareTags(a: Key, b: Key, ignored: readonly string[]): Comparison {
  const [old, next] = [a.allTags, b.allTags];
  if (!old.known || !next.known) {
    return { isWhole: undecided(...[old, next].filter((tags) => !tags.known)), names: [] };
  }
  const missing = Object.keys(old.value).filter(
    (name) =>
      !ignored.some((glob) => matchesGlob(glob, name)) && next.value[name] !== old.value[name],
  );
  const names = missing.filter(
    (name) => b.tagsLacking === undefined || Object.hasOwn(next.value, name),
  );
  const lacking = [a, missing.length > 0 ? b : a].flatMap((key) => key.tagsLacking ?? []);
  if (names.length === 0 && lacking.length > 0)
    return { isWhole: undecided(...new Set(lacking)), names };
  const assuming = [old, next].flatMap(({ assumed }) => (assumed === undefined ? [] : [assumed]));
  const isSecret = old.sensitive === true || next.sensitive === true;
  return {
    isWhole: { ...truth(names.length === 0), assuming },
    names: isSecret ? ['(sensitive)'] : names,
  };
}
