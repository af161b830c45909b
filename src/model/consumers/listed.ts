import { compareText } from '../../text/compare.ts';
import type { Consumer } from '../inventory.ts';

/** So many are told by their addresses. */
const most = 10;

/** Consumers by their addresses, for a message: ten at most, and how many more there are. */
export function listConsumers(consumers: readonly Consumer[]): string {
  const addresses = [...new Set(consumers.map(({ subject }) => subject))].toSorted(compareText);
  const told = addresses.slice(0, most);
  const left = addresses.length - told.length;
  if (left > 0) return `${told.join(', ')} and ${left} more`;
  const last = told.pop() ?? '';
  return told.length === 0 ? last : `${told.join(', ')} and ${last}`;
}
