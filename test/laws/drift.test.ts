import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import rule from '../../rules/key-drifted/rule.ts';
import { check } from '../../src/lint/check.ts';
import type { Finding } from '../../src/model/finding.ts';
import { emptyInventory } from '../../src/model/inventory.ts';
import { readPlanText } from '../../src/read/documents.ts';
import type { JsonObject } from '../../src/read/input/json.ts';
import { buildPlan, constant, type ResourceSpec } from '../support/build/plan-builder.ts';
import {
  allowUser,
  arnOf,
  buildSnapshot,
  keyId,
  notRotating,
  otherId,
  policy,
  refused,
  rotating,
} from '../support/build/snapshot-builder.ts';
import { liveStates } from '../support/judge/judge-live.ts';

const runs = Number(process.env['KMSLINT_RUNS'] ?? '300');

/** What a key and its alias have, in one of three states. */
interface Settings {
  readonly period: 0 | 180 | 365;
  readonly isEnabled: boolean;
  readonly hasUser: boolean;
  readonly target: 'own' | 'other';
}

const settings: fc.Arbitrary<Settings> = fc.record({
  period: fc.constantFrom(0 as const, 180 as const, 365 as const),
  isEnabled: fc.boolean(),
  hasUser: fc.boolean(),
  target: fc.constantFrom('own' as const, 'other' as const),
});

const policyOf = ({ hasUser }: Settings): string => (hasUser ? policy(allowUser) : policy());
const targetOf = ({ target }: Settings): string => (target === 'own' ? keyId : otherId);

/** The same policy as AWS may give it back: other spaces, another order, other Sids. */
function rewritten(text: string): string {
  const { Version, Statement }: { Version: string; Statement: JsonObject[] } = JSON.parse(text);
  const statements = Statement.toReversed().map((statement) => ({ ...statement, Sid: 'other' }));
  return JSON.stringify({ Statement: statements, Version }, null, 2);
}

function keyState(one: Settings): JsonObject {
  return {
    arn: arnOf(keyId),
    key_id: keyId,
    enable_key_rotation: one.period > 0,
    rotation_period_in_days: one.period,
    is_enabled: one.isEnabled,
    policy: policyOf(one),
  };
}

const aliasState = (one: Settings): JsonObject => ({
  arn: 'arn:aws:kms:eu-west-1:111122223333:alias/app',
  name: 'alias/app',
  target_key_id: targetOf(one),
});

function resourcesOf(before: Settings, after: Settings): readonly ResourceSpec[] {
  const written = keyState(after);
  const names = ['enable_key_rotation', 'rotation_period_in_days', 'is_enabled', 'policy'];
  return [
    {
      type: 'aws_kms_key',
      name: 'app',
      actions: ['update'],
      before: keyState(before),
      after: written,
      expressions: Object.fromEntries(names.map((name) => [name, constant(written[name] ?? null)])),
    },
    {
      type: 'aws_kms_alias',
      name: 'app',
      actions: ['update'],
      before: aliasState(before),
      after: aliasState(after),
      expressions: { name: constant('alias/app'), target_key_id: constant(targetOf(after)) },
    },
  ];
}

function planOf(before: Settings, after: Settings, drift: readonly JsonObject[] = []): string {
  const top = drift.length === 0 ? {} : { resource_drift: [...drift] };
  return JSON.stringify(buildPlan({ resources: resourcesOf(before, after), top }));
}

function snapshotOf(one: Settings, isUnread = false): JsonObject {
  const status = one.period > 0 ? rotating(one.period) : notRotating;
  return buildSnapshot({
    keys: [
      {
        metadata: { KeyState: one.isEnabled ? 'Enabled' : 'Disabled', Enabled: one.isEnabled },
        answers: {
          GetKeyRotationStatus: isUnread ? refused() : status,
          GetKeyPolicy: { ok: { PolicyName: 'default', Policy: rewritten(policyOf(one)) } },
        },
      },
      { id: otherId },
    ],
    aliases: { app: targetOf(one) },
  });
}

function judge(plan: string, snapshot: JsonObject | null): ReadonlyMap<string, Finding> {
  const { present, prior, lastKnown = emptyInventory } = readPlanText(plan, 'plan.json');
  const account = snapshot === null ? emptyInventory : liveStates([snapshot]).present;
  const options = { rules: [rule], prior, lastKnown, account, optionsOf: () => ({}) };
  return new Map(check(present, options).map((finding) => [finding.subject, finding]));
}

/** Facts of the account that are neither planned nor were there before. */
function drifted(account: Settings, before: Settings, after: Settings): readonly string[] {
  const differs = (read: (one: Settings) => unknown): boolean =>
    [before, after].every((code) => read(code) !== read(account));
  return [
    ...(differs(({ period }) => period) ? ['rotation'] : []),
    ...(differs(({ isEnabled }) => isEnabled) ? ['state'] : []),
    ...(differs(({ hasUser }) => hasUser) ? ['policy'] : []),
  ];
}

const kindOf = (isDrifted: boolean): string => (isDrifted ? 'fail' : 'pass');

test(`a snapshot fails where it has neither what was nor what is planned (${runs} triples)`, () => {
  fc.assert(
    fc.property(settings, settings, settings, (before, after, account) => {
      const found = judge(planOf(before, after), snapshotOf(account));
      const isMoved = [before, after].every(({ target }) => target !== account.target);
      expect(found.get('aws_kms_key.app')?.kind).toBe(
        kindOf(drifted(account, before, after).length > 0),
      );
      expect(found.get('aws_kms_alias.app')?.kind).toBe(kindOf(isMoved));
    }),
    { numRuns: runs },
  );
});

test(`resource_drift says the same as a snapshot of that moment (${runs} triples)`, () => {
  fc.assert(
    fc.property(settings, settings, settings, (before, after, account) => {
      const told = (type: string, [was, is]: readonly [JsonObject, JsonObject]): JsonObject => ({
        address: `${type}.app`,
        mode: 'managed',
        type,
        name: 'app',
        change: { actions: ['update'], before: was, after: is, after_unknown: {} },
      });
      const drift = [
        told('aws_kms_key', [keyState(before), keyState(account)]),
        told('aws_kms_alias', [aliasState(before), aliasState(account)]),
      ];
      const plan = planOf(account, after, drift);
      const [alone, beside] = [judge(plan, null), judge(plan, snapshotOf(account))];
      const kinds = (all: ReadonlyMap<string, Finding>) =>
        [...all].map(([subject, { kind, severity }]) => [subject, kind, severity]);
      expect(kinds(alone)).toEqual(kinds(beside));
      expect(alone.get('aws_kms_key.app')?.kind).toBe(
        kindOf(drifted(account, before, after).length > 0),
      );
    }),
    { numRuns: runs },
  );
});

test(`an answer that was refused makes no failure, and hides none of the others (${runs} triples)`, () => {
  fc.assert(
    fc.property(settings, settings, settings, (before, after, account) => {
      const kind = judge(planOf(before, after), snapshotOf(account, true)).get(
        'aws_kms_key.app',
      )?.kind;
      const others = drifted(account, before, after).filter((fact) => fact !== 'rotation');
      expect(kind).toBe(others.length > 0 ? 'fail' : 'open');
    }),
    { numRuns: runs },
  );
});
