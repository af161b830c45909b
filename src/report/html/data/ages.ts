import type { KeySummary } from '../../../lint/report.ts';
import { toDay } from './dates.ts';
import { rotationsOf } from './rotations.ts';

/** How many keys have material of an age: those that rotate automatically, and the others. */
export interface AgeGroup {
  readonly label: string;
  readonly rotating: number;
  readonly others: number;
}

export interface Ages {
  readonly groups: readonly AgeGroup[];
  /** Keys of which the age is not known. */
  readonly unknown: number;
}

const bounds = [
  ['up to 90 days', 90],
  ['91 to 180 days', 180],
  ['181 to 365 days', 365],
  ['1 to 2 years', 731],
  ['2 to 3 years', 1096],
  ['3 to 5 years', 1827],
  ['over 5 years', Number.POSITIVE_INFINITY],
] as const;

/** Keys by the days between their last rotation, else their creation, and the day of the record; null where none is known. */
export function groupByAge(keys: readonly KeySummary[], asOf: number | null): Ages | null {
  if (asOf === null) return null;
  const ages = keys.map((key) => ({ key, age: ageOf(key, asOf) }));
  const known = ages.filter(({ age }) => age !== null);
  if (known.length === 0) return null;
  let from = -1;
  const groups = bounds.map(([label, to]) => {
    const own = known.filter(({ age }) => age !== null && age > from && age <= to);
    from = to;
    const rotating = own.filter(({ key }) => key.rotationEnabled === true).length;
    return { label, rotating, others: own.length - rotating };
  });
  return { groups, unknown: ages.length - known.length };
}

/** Days since the key material last changed. A key whose rotations were not read may be younger than it looks. */
function ageOf(key: KeySummary, asOf: number): number | null {
  const rotations = key.dates === null ? null : rotationsOf(key);
  if (rotations === null) return null;
  const created = toDay(key.dates?.createdAt);
  const days = [created, ...rotations.map(({ day }) => day)].filter((day) => day !== null);
  const past = days.filter((day) => day <= asOf);
  return past.length === 0 ? null : asOf - past.reduce((newest, day) => Math.max(newest, day));
}
