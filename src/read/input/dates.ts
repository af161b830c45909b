import { member } from './json.ts';
import type { Json } from './resource.ts';

/** A date as an SDK prints it, or seconds since 1970 as the wire has it; null for anything else. */
export function readDate(value: Json | undefined): string | null {
  const isSeconds =
    typeof value === 'number' || (typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value));
  if (!isSeconds && typeof value !== 'string') return null;
  const date = new Date(isSeconds ? Number(value) * 1000 : value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** A member that is a date; null for anything else. */
export function dateMember(json: Json | undefined, name: string): string | null {
  return readDate(member(json, name));
}
