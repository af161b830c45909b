import { fail, number, text, type Val } from '../value/value.ts';
import { pure, textArg, type Builtins } from './builtin.ts';

/** A moment, and the zone in which it is told. */
export interface Time {
  /** Since 1970, in nanoseconds. */
  readonly nanoseconds: bigint;
  readonly offsetMinutes: number;
}

const rfc3339 =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([-+])(\d\d):(\d\d))$/;
const perSecond = 1_000_000_000n;

/** Reads a timestamp of RFC 3339; null for anything else. */
export function readTime(source: string): Time | null {
  const match = rfc3339.exec(source);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction = '', sign, hours, minutes] = match;
  const zone = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  const parts = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, m = 0, d = 0, hh = 0, mm = 0, ss = 0] = parts;
  const date = new Date(0);
  date.setUTCFullYear(y, m - 1, d);
  const isDate = date.getUTCMonth() === m - 1 && date.getUTCDate() === d;
  if (!isDate || hh > 23 || mm > 59 || ss > 59 || zone >= 24 * 60) return null;
  const offsetMinutes = sign === '-' ? -zone : zone;
  const seconds = BigInt(date.getTime() / 1000 + hh * 3600 + (mm - offsetMinutes) * 60 + ss);
  return { nanoseconds: seconds * perSecond + BigInt(fraction.padEnd(9, '0')), offsetMinutes };
}

/** A timestamp of RFC 3339, to the second. */
export function printTime(time: Time): string {
  return `${formatTime('YYYY-MM-DD', time)}T${formatTime('hh:mm:ssZZZZZ', time).replace('+00:00', 'Z')}`;
}

function timeArg(args: readonly Val[], i: number): Time {
  return readTime(textArg(args, i)) ?? fail('a text is no timestamp of RFC 3339');
}

const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: perSecond,
  m: 60n * perSecond,
  h: 3600n * perSecond,
};

/** A duration of Go, `1h30m` or `-1.5h`, in nanoseconds. */
function readDuration(source: string): bigint {
  const [, sign = '', body = ''] = /^([-+]?)(.{1,100})$/s.exec(source) ?? [];
  if (body === '0') return 0n;
  let total = 0n;
  let length = 0;
  for (const [whole, digits = '', fraction = '', unit = ''] of body.matchAll(
    /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/gy,
  )) {
    if (digits === '' && fraction === '') break;
    const size = units[unit] ?? 0n;
    total += BigInt(digits === '' ? 0 : digits) * size;
    total += (BigInt(fraction === '' ? 0 : fraction) * size) / 10n ** BigInt(fraction.length);
    length += whole.length;
  }
  if (length === 0 || length < body.length || total >= 1n << 63n) fail('a text is no duration');
  return sign === '-' ? -total : total;
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Runs of one letter, quoted texts, and what is neither. */
const verbs = /'((?:[^']|'')*)('|$)|([A-Za-z])\3*|[^A-Za-z']+/g;

function formatTime(spec: string, { nanoseconds, offsetMinutes }: Time): string {
  const local = new Date(Number(nanoseconds / 1_000_000n) + offsetMinutes * 60_000);
  return spec.replaceAll(verbs, (whole, quoted?: string, close?: string, letter?: string) => {
    if (quoted !== undefined) {
      if (close === '') return fail('a quote is never closed');
      return quoted === '' ? "'" : quoted.replaceAll("''", "'");
    }
    return letter === undefined ? whole : verb(whole, local, offsetMinutes);
  });
}

const two = (value: number): string => String(value).padStart(2, '0');

function verb(letters: string, at: Date, offset: number): string {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  const hour = at.getUTCHours();
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.trunc(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  const weekday = weekdays[at.getUTCDay()] ?? '';
  const written: Readonly<Record<string, string>> = {
    YYYY: String(year).padStart(4, '0'),
    YY: two(year % 100),
    MMMM: months[month] ?? '',
    MMM: (months[month] ?? '').slice(0, 3),
    MM: two(month + 1),
    M: String(month + 1),
    DD: two(day),
    D: String(day),
    EEEE: weekday,
    EEE: weekday.slice(0, 3),
    hh: two(hour),
    h: String(hour),
    HH: two(hour % 12 === 0 ? 12 : hour % 12),
    H: String(hour % 12 === 0 ? 12 : hour % 12),
    AA: hour < 12 ? 'AM' : 'PM',
    aa: hour < 12 ? 'am' : 'pm',
    mm: two(at.getUTCMinutes()),
    m: String(at.getUTCMinutes()),
    ss: two(at.getUTCSeconds()),
    s: String(at.getUTCSeconds()),
    ZZZZZ: zone,
    ZZZZ: zone.replace(':', ''),
    ZZZ: offset === 0 ? 'UTC' : zone.replace(':', ''),
    Z: offset === 0 ? 'Z' : zone,
  };
  return written[letters] ?? fail('a date has no such part');
}

/** Of moments that are given; what the time is now nobody can tell who reads. */
export const timeFunctions: Builtins = {
  formatdate: pure((args) => text(formatTime(textArg(args, 0), timeArg(args, 1)))),
  timeadd: pure((args) => {
    const { nanoseconds, offsetMinutes } = timeArg(args, 0);
    const sum = nanoseconds + readDuration(textArg(args, 1));
    return text(printTime({ nanoseconds: sum, offsetMinutes }));
  }),
  timecmp: pure((args) => {
    const [a, b] = [timeArg(args, 0).nanoseconds, timeArg(args, 1).nanoseconds];
    return number(a < b ? -1 : Number(a > b));
  }),
};
