import { isAwsAlias } from '../model/aliases/scheme.ts';
import type { Key } from '../model/inventory.ts';
import { isRetired } from '../model/keys/eligibility.ts';
import type { KeyNames } from './input/consumer.ts';
import { growHeapBy } from './input/heap.ts';
import type { PlanResources } from './plan/plan.ts';
import type { States } from './states.ts';
import { addConsumers, consumerReader } from './terraform/consumers.ts';

/**
 * The states of a plan with the consumers that somebody asks for: those of keys that are out of use or taken away, and those of
 * every key where one of them takes another key.
 */
export function withConsumers(states: States, plan: PlanResources): States {
  const { present, prior } = states;
  const keys = [...present.keys, ...prior.keys];
  const wanted = plan.consumers.move(namesOf(prior.keys, states))
    ? keys
    : [...present.keys.filter(mayBeRetired), ...prior.keys.filter(isTaken)];
  if (wanted.length === 0) return states;
  // A key may have a hundred thousand of them, and they are read beside the whole plan.
  growHeapBy(60);
  const isUnnamed = wanted.some(({ keyId }) => !keyId.known);
  const { scope } = plan;
  const found = plan.consumers.of(
    { ...namesOf(wanted, states), isUnnamed },
    { planned: consumerReader(plan.planned, scope), prior: consumerReader(plan.prior, scope) },
  );
  return {
    present: addConsumers(present, found.planned),
    prior: addConsumers(prior, found.prior),
  };
}

function mayBeRetired(key: Key): boolean {
  return isRetired(key).is !== false;
}

function isTaken({ change }: Key): boolean {
  return change?.action === 'delete' || change?.action === 'replace';
}

function namesOf(keys: readonly Key[], { present, prior }: States): KeyNames {
  const ids = keys.flatMap(({ keyId }) => (keyId.known ? [keyId.value] : []));
  const aliases = [...present.aliases, ...prior.aliases].flatMap(({ name }) =>
    name.known && !isAwsAlias(name.value) ? [name.value] : [],
  );
  return { ids: new Set(ids), aliases: new Set(aliases) };
}
