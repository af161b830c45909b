import type { Day } from './page-data.ts';

const dayLength = 86_400_000;
const first = Date.UTC(2000, 0, 1);
const last = Date.UTC(2300, 0, 1);

/** The day of an ISO 8601 date; null for what is no believable date, since inputs are not trusted. */
export function toDay(date: string | null | undefined): Day {
  const time = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  return time >= first && time < last ? Math.floor(time / dayLength) : null;
}

/** `2026-03-09` */
export function formatDay(day: number): string {
  return new Date(day * dayLength).toISOString().slice(0, 10);
}

/** The year of a day. */
export function yearOf(day: number): number {
  return new Date(day * dayLength).getUTCFullYear();
}

/** The first day of a year. */
export function startOfYear(year: number): number {
  return Date.UTC(year, 0, 1) / dayLength;
}

/** `12,345`, without the tables of languages that `toLocaleString` would load. */
export function formatCount(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 finding`, `2,000 findings` */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `5 days`, `7 months`, `3.2 years`: as exact as a reader needs it. */
export function formatSpan(days: number): string {
  if (days < 60) return `${days} day${days === 1 ? '' : 's'}`;
  if (days < 730) return `${Math.round(days / 30.44)} months`;
  return `${(days / 365.25).toFixed(1)} years`;
}
