import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { check } from '../../src/lint/check.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Alias, Inventory, Key, Target } from '../../src/model/inventory.ts';
import { undecided, yes } from '../../src/model/truth.ts';
import type { Value } from '../../src/model/value.ts';
import { completeOptions } from '../../src/rule/options.ts';
import { alias, key, state } from '../support/laws/lineages.ts';
import { allow, role, textOfPolicy } from '../support/build/policies.ts';
import { lostReference, told, untold } from '../support/build/sample.ts';

const judged = rules.filter(({ id }) =>
  [
    'alias-target-incompatible',
    'key-policy-malformed',
    'manual-rotation-alias-missing',
    'predecessor-unreachable',
    'predecessor-unusable',
    'successor-policy-not-copied',
  ].includes(id),
);

const use = allow({ AWS: role('a') }, 'kms:Decrypt');
const more = allow({ AWS: role('b') }, 'kms:Encrypt');
const policies = [textOfPolicy([use]), textOfPolicy([use, more]), textOfPolicy([more]), null, '{'];
const names = ['a', 'b', 'c'] as const;
const name = fc.constantFrom(...names);

/** What is true, and which of it is not known. */
const keyFacts = fc.record({
  policy: fc.constantFrom(...policies),
  state: fc.constantFrom('Enabled' as const, 'Disabled' as const),
  spec: fc.constantFrom('SYMMETRIC_DEFAULT' as const, 'RSA_2048' as const, 'HMAC_256' as const),
  predecessor: fc.option(name, { nil: null, freq: 4 }),
  hides: fc.record({ policy: rare(), state: rare(), spec: rare() }),
});
const aliasFacts = fc.record({
  name: fc.constantFrom('x', 'x-current', 'x-v1', 'x-v2', 'x-202601', 'x-202602', 'y'),
  before: fc.option(name, { nil: null }),
  now: name,
  hides: fc.record({ target: fc.nat(5), exists: rare() }),
});
const world = fc.record({
  keys: fc.tuple(keyFacts, keyFacts, keyFacts),
  aliases: fc.uniqueArray(aliasFacts, { maxLength: 4, selector: (facts) => facts.name }),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function rare(): fc.Arbitrary<boolean> {
  return fc.nat(5).map((n) => n === 0);
}

const usages = {
  SYMMETRIC_DEFAULT: 'ENCRYPT_DECRYPT',
  RSA_2048: 'SIGN_VERIFY',
  HMAC_256: 'GENERATE_VERIFY_MAC',
} as const;

function keyOf(i: number, facts: World['keys'][number], isHidden: boolean): Key {
  const { policy, state: keyState, spec, predecessor, hides } = facts;
  const unless = <T>(hidden: boolean, value: T): Value<T> =>
    hidden && isHidden ? untold('hidden') : told(value);
  const tags = predecessor === null ? {} : { 'kmslint:predecessor': predecessor };
  return key(names[i] ?? '', {
    policy: unless(hides.policy, policy),
    keyState: unless<Key['keyState'] extends Value<infer T> ? T : never>(hides.state, keyState),
    keySpec: unless<Key['keySpec'] extends Value<infer T> ? T : never>(hides.spec, spec),
    keyUsage: unless<Key['keyUsage'] extends Value<infer T> ? T : never>(hides.spec, usages[spec]),
    // The law ranges over one set of links: a tag that turns out to name a predecessor makes one more.
    tags: told(tags),
  });
}

function branches(...some: readonly string[]): Target {
  return {
    id: untold('var.key'),
    branches: some.map((one) => ({ identities: [one] })),
    complete: true,
  };
}

function optionsOf(rule: (typeof rules)[number]) {
  return completeOptions(rule, {});
}

function aliasOf({ name: short, now, hides }: World['aliases'][number], isHidden: boolean): Alias {
  const hidden: readonly Target[] = [
    lostReference('local.key'),
    branches('a', 'b', 'c'),
    branches(now, now === 'a' ? 'b' : 'a'),
  ];
  const plain = alias(short, now);
  return {
    ...plain,
    target: (isHidden ? hidden[hides.target] : undefined) ?? plain.target,
    exists: isHidden && hides.exists ? undecided(untold('count')) : yes,
  };
}

function judge({ keys, aliases }: World, isHidden: boolean): readonly Finding[] {
  const present = state(
    keys.map((facts, i) => keyOf(i, facts, isHidden)),
    aliases.map((facts) => aliasOf(facts, isHidden)),
  );
  const update = {
    action: 'update',
    forcedBy: [],
    reason: null,
    deposed: false,
    successor: false,
  } as const;
  const prior = state(
    keys.map((facts, i) => keyOf(i, facts, false)),
    aliases.flatMap(({ name: short, before }) => {
      if (before === null) return [];
      const earlier = alias(short, before);
      return [{ ...earlier, change: { ...update, at: earlier.at } }];
    }),
  );
  return check(present, { rules: judged, prior, optionsOf });
}

it('settling what is unknown never mends a failure, and never makes a pass one', () => {
  const met = { fail: 0, open: 0, pass: 0, notApplicable: 0 };
  fc.assert(
    fc.property(world, (facts) => {
      const early = judge(facts, true);
      for (const { kind } of early) met[kind]++;
      expect(broken(early, judge(facts, false))).toEqual([]);
    }),
    { numRuns: 2000 },
  );
  expect(Math.min(...Object.values(met))).toBeGreaterThan(200);
});

/**
 * Verdicts that the later ones contradict. By design, one branch of a conditional target is enough for an alias,
 * and what turns out to be a cycle or a fork is open: a link that nothing told of before may make one.
 */
function broken(early: readonly Finding[], late: readonly Finding[]): readonly Finding[] {
  const byId = new Map(late.map((finding) => [idOf(finding), finding]));
  return early.filter((finding) => {
    const after = byId.get(idOf(finding));
    if (finding.kind === 'open' || after === undefined) return false;
    if (finding.kind === 'fail') return after.kind !== 'fail' && !isConflict(after);
    return after.kind === 'fail' && finding.ruleId !== 'manual-rotation-alias-missing';
  });
}

function isConflict({ because }: Finding): boolean {
  return because.some(({ reason }) => reason === 'conflicting-declarations');
}

/** The fingerprint holds rule, subject and predecessor. */
function idOf({ ruleId, subject, fingerprint }: Finding): string {
  return `${ruleId} ${subject} ${fingerprint}`;
}

const text = textOfPolicy(
  Array.from({ length: 20 }, (_, i) => allow({ AWS: role(`Example${i}`) }, 'kms:Decrypt')),
);

/** Pairs of keys with a policy of their own, one replacing the other, each with three aliases. */
function rotations(count: number): { readonly present: Inventory; readonly prior: Inventory } {
  const keys: Key[] = [];
  const aliases: [now: Alias, before: Alias][] = [];
  for (let i = 0; i < count; i++) {
    const own = told(text.replaceAll('Example', `Example${i}-`));
    keys.push(key(`old${i}`, { policy: own }), key(`new${i}`, { policy: own }));
    aliases.push([alias(`x${i}`, `new${i}`), alias(`x${i}`, `old${i}`)]);
    const dated = alias(`x${i}-202601`, `old${i}`);
    aliases.push([dated, dated]);
  }
  const [now, before] = [aliases.map(([one]) => one), aliases.map(([, one]) => one)];
  return { present: state(keys, now), prior: state(keys, before) };
}

function time(count: number): number {
  const { present, prior } = rotations(count);
  const started = performance.now();
  const findings = check(present, { rules: judged, prior, optionsOf });
  const links = findings.filter(({ ruleId }) => ruleId === 'successor-policy-not-copied');
  expect(links.map(({ kind }) => kind)).toEqual(Array(count).fill('pass'));
  return performance.now() - started;
}

it('judges thousands of rotations in time that grows with their number', () => {
  const [small, large] = [time(300), time(2400)];
  expect(large / small).toBeLessThan(24);
});
