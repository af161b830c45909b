import { rules } from '../../../rules/index.ts';
import { check } from '../../../src/lint/check.ts';
import type { Finding, VerdictKind } from '../../../src/model/finding.ts';
import type { Gap, Inventory } from '../../../src/model/inventory.ts';
import { completeOptions } from '../../../src/rule/options.ts';
import type { JsonObject } from '../../../src/read/input/json.ts';
import { withConsumers } from '../../../src/read/consumers.ts';
import { readPlanResources } from '../../../src/read/plan/plan.ts';
import { toInventory } from '../../../src/read/terraform/inventory.ts';
import type { Options } from '../../../src/rule/rule.ts';
import { buildPlan, type PlanSpec, type ResourceSpec } from '../build/plan-builder.ts';
import { isAsked } from './opt-in.ts';

export interface Judged {
  readonly findings: readonly Finding[];
  readonly present: Inventory;
  readonly prior: Inventory;
  readonly gaps: readonly Gap[];
  /** The kind of the one verdict of a rule on a subject; absent where there is none. */
  readonly kind: (ruleId: string, subject: string) => VerdictKind | undefined;
  /** Its message and severity too. */
  readonly finding: (ruleId: string, subject: string) => Finding | undefined;
  /** `rule subject` of every verdict of a kind, without those of opt-in rules. */
  readonly all: (kind: VerdictKind) => readonly string[];
}

/** Judges a plan by every rule, without files and processes. */
export function judgePlan(
  plan: JsonObject,
  options: Readonly<Record<string, Options>> = {},
): Judged {
  const read = readPlanResources(plan, 'plan.json');
  const scope = {
    id: 'plan.json',
    rootModule: null,
    ...(read.refreshesOnly ? { refreshesOnly: true as const } : {}),
  };
  const { present, prior } = withConsumers(
    {
      present: toInventory(read.planned, scope, read),
      prior: toInventory(read.prior, scope, { gaps: [], partial: [] }),
    },
    read,
  );
  const optionsOf = (rule: (typeof rules)[number]): Options =>
    completeOptions(rule, options[rule.id] ?? {});
  const lastKnown = toInventory(read.lastKnown, scope, { gaps: [], partial: [] });
  const findings = check(present, { rules, prior, lastKnown, optionsOf });
  const finding = (ruleId: string, subject: string): Finding | undefined => {
    const found = findings.filter((f) => f.ruleId === ruleId && f.subject === subject);
    if (found.length > 1) throw new Error(`${found.length} verdicts of ${ruleId} on ${subject}`);
    return found[0];
  };
  return {
    findings,
    present,
    prior,
    gaps: present.gaps,
    kind: (ruleId, subject) => finding(ruleId, subject)?.kind,
    finding,
    all: (kind) =>
      findings.filter((f) => f.kind === kind && isAsked(f)).map((f) => `${f.ruleId} ${f.subject}`),
  };
}

export function judge(
  resources: readonly ResourceSpec[],
  more: Omit<PlanSpec, 'resources'> = {},
  options: Readonly<Record<string, Options>> = {},
): Judged {
  return judgePlan(buildPlan({ ...more, resources }), options);
}

/** What the provider leaves to apply when it creates a key. */
export const computed = {
  arn: true,
  id: true,
  key_id: true,
  multi_region: true,
  policy: true,
  rotation_period_in_days: true,
  tags_all: true,
} as const;

/** What the provider plans for a key whose block is empty. */
export const defaults = {
  bypass_policy_lockout_safety_check: false,
  custom_key_store_id: null,
  customer_master_key_spec: 'SYMMETRIC_DEFAULT',
  deletion_window_in_days: null,
  enable_key_rotation: false,
  is_enabled: true,
  key_usage: 'ENCRYPT_DECRYPT',
  tags: null,
  timeouts: null,
  xks_key_id: null,
} as const;

/** A key that the plan creates, as the provider plans it. */
export function newKey(name: string, spec: Partial<ResourceSpec> = {}): ResourceSpec {
  return {
    type: 'aws_kms_key',
    name,
    expressions: {},
    unknown: computed,
    ...spec,
    after: { ...defaults, ...spec.after },
  };
}

/** A key that is there already and stays as it is. */
export function oldKey(name: string, id: string, spec: Partial<ResourceSpec> = {}): ResourceSpec {
  const values = {
    ...defaults,
    arn: `arn:aws:kms:eu-west-1:111122223333:key/${id}`,
    id,
    key_id: id,
    multi_region: false,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }],
    }),
    rotation_period_in_days: 0,
    tags_all: {},
  };
  const isGone = spec.after === null;
  return {
    type: 'aws_kms_key',
    name,
    actions: ['no-op'],
    expressions: {},
    ...spec,
    before: { ...values, ...spec.before },
    after: isGone ? null : { ...values, ...spec.after },
  };
}

/** An alias that the plan creates; what it targets is known only from its expression. */
export function newAlias(
  name: string,
  target: JsonObject,
  spec: Partial<ResourceSpec> = {},
): ResourceSpec {
  return {
    type: 'aws_kms_alias',
    name,
    unknown: { arn: true, id: true, name_prefix: true, target_key_arn: true, target_key_id: true },
    expressions: { name: { constant_value: `alias/${name}` }, target_key_id: target },
    ...spec,
    after: { name: `alias/${name}`, ...spec.after },
  };
}

/** An RSA key that the plan creates: only a new key and a moved alias rotate it. */
export function newRsaKey(name: string, spec: Partial<ResourceSpec> = {}): ResourceSpec {
  return newKey(name, {
    ...spec,
    after: { customer_master_key_spec: 'RSA_2048', key_usage: 'SIGN_VERIFY', ...spec.after },
    expressions: {
      customer_master_key_spec: { constant_value: 'RSA_2048' },
      key_usage: { constant_value: 'SIGN_VERIFY' },
      ...spec.expressions,
    },
  });
}
