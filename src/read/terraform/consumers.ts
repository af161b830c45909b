import type { Consumer, Holding, Inventory } from '../../model/inventory.ts';
import { tokensOf } from '../../model/location.ts';
import type { Resource } from '../input/resource.ts';
import type { Flaws } from './attributes.ts';
import { readKeyState } from './keys.ts';
import { readPlainSubject } from './subject.ts';
import { declare, readTarget, type Declared } from './targets.ts';

/** Whether some key may be disabled, so that its consumers matter. */
export function mayBeOutOfUse(resources: readonly Resource[]): boolean {
  return resources.some((resource) => {
    const state = resource.mode === 'managed' ? readKeyState(resource) : null;
    return state !== null && !(state.known && state.value === 'Enabled');
  });
}

/** An inventory with what holds its keys. */
export function addConsumers(inventory: Inventory, consumers: readonly Consumer[]): Inventory {
  return consumers.length === 0 ? inventory : { ...inventory, consumers };
}

/**
 * Reads consumers of one root module in one state.
 * @param resources those of KMS, to which references lead
 */
export function consumerReader(
  resources: readonly Resource[],
  scope: string,
): (consumer: Resource) => Consumer {
  const declared = declare(resources);
  // What is wrong with an argument of another service is nobody's concern here.
  const flaws: Flaws = { scope, found: [] };
  return (resource) => ({
    ...readPlainSubject(resource, flaws),
    kind: 'consumer',
    holdings: (resource.keyArguments ?? []).flatMap((pointer) =>
      readHolding(resource, pointer, declared, flaws),
    ),
  });
}

/** An argument that is unset holds none; what a caller may change proves nothing. */
function readHolding(
  resource: Resource,
  pointer: string,
  declared: Declared,
  flaws: Flaws,
): readonly Holding[] {
  const { value } = resource.attribute(pointer);
  if (value.known && (value.value === null || value.assumed !== undefined)) return [];
  const names = tokensOf(pointer).filter((token) => !/^\d+$/.test(token));
  const key = readTarget(resource, pointer, 'key', declared, flaws);
  return [{ argument: names.join('.'), key }];
}
