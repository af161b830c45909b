import { isIPv4, isIPv6 } from 'node:net';
import type { Operator } from '../../grammar/operator.ts';
import { overLimit } from '../../text/guess.ts';
import type { Guess } from '../../text/guess.ts';
import type { Meter } from '../../text/meter.ts';

/** Numbers, moments in milliseconds, or addresses, from one to another. */
export interface Range {
  readonly from: number | bigint;
  readonly to: number | bigint;
  /** Whether the two ends belong to it. */
  readonly closed: boolean;
}

const addresses4: Range = { from: 0n, to: (1n << 32n) - 1n, closed: true };
const offset6 = 1n << 33n;
const addresses6: Range = { from: offset6, to: offset6 + (1n << 128n) - 1n, closed: true };

/** What a value of an ordered operator stands for; null where it is no number, date or block of addresses. */
export function readRange(value: string, { mode, family, strict }: Operator): Range | null {
  if (family === 'address') return readBlock(value);
  const at = Number(value);
  if (value.trim() === '' || !Number.isFinite(at)) return null;
  if (mode === 'below') return { from: -Infinity, to: at, closed: !strict };
  if (mode === 'above') return { from: at, to: Infinity, closed: !strict };
  return { from: at, to: at, closed: true };
}

/** An address, or a block of them such as `192.0.2.0/24` (IAM User Guide, "IP address condition operators"). */
export function readBlock(value: string): Range | null {
  const [address = '', length, ...more] = value.split('/');
  const width = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : null;
  if (width === null || more.length > 0) return null;
  if (length !== undefined && (!/^\d{1,3}$/u.test(length) || Number(length) > width)) return null;
  const free = BigInt(width - Number(length ?? width));
  const first = (numberOf(address, width) >> free) << free;
  const base = width === 32 ? 0n : offset6;
  return { from: base + first, to: base + first + (1n << free) - 1n, closed: true };
}

function numberOf(address: string, width: 32 | 128): bigint {
  if (width === 32) return address.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
  const quads = address.replace(/\d+\.\d+\.\d+\.\d+$/u, (v4) => {
    const number = numberOf(v4, 32);
    return `${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`;
  });
  const [head = [], tail = []] = quads
    .split('::')
    .map((half) => (half === '' ? [] : half.split(':')));
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...zeros, ...tail].reduce((sum, part) => (sum << 16n) + BigInt(`0x${part}`), 0n);
}

/**
 * Whether some value is in one range of each list of `within`, and in none of `without`: values at, beside and between
 * all ends are tried, for between two ends nothing changes.
 */
export function shareValue(
  within: readonly (readonly Range[])[],
  without: readonly Range[],
  meter: Meter,
): Guess {
  const ranges = [...within.flat(), ...without];
  const candidates = candidatesOf(ranges);
  if (!meter.spend(candidates.length * (1 + ranges.length))) return overLimit;
  return candidates.some(
    (value) =>
      within.every((list) => list.some((range) => isIn(value, range))) &&
      !without.some((range) => isIn(value, range)),
  );
}

function candidatesOf(ranges: readonly Range[]): readonly (number | bigint)[] {
  const ends = [...new Set(ranges.flatMap(({ from, to }) => [from, to]))];
  if (ends.some((end) => typeof end === 'bigint')) {
    const near = ends.flatMap((end) => (typeof end === 'bigint' ? [end - 1n, end, end + 1n] : []));
    return [0n, offset6, ...near].filter((v) => isIn(v, addresses4) || isIn(v, addresses6));
  }
  const sorted = ends
    .map(Number)
    .filter(Number.isFinite)
    .toSorted((a, b) => a - b);
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  const between = sorted.map((value, at) => (value + (sorted[at + 1] ?? value)) / 2);
  return [first - 1, ...sorted, ...between, last + 1];
}

function isIn(value: number | bigint, { from, to, closed }: Range): boolean {
  return closed ? from <= value && value <= to : from < value && value < to;
}
