import { isIPv6 } from 'node:net';
import { asNumber } from '../value/convert.ts';
import { bool, fail, LimitError, list, text, type Val } from '../value/value.ts';
import { arg, pure, textArg, type Builtins } from './builtin.ts';

interface Address {
  readonly value: bigint;
  /** 32 or 128. */
  readonly width: number;
}

interface Prefix extends Address {
  readonly bits: number;
}

/** An IP address; null for anything else. Leading zeros are none of an octal number, as Terraform has it. */
function readAddress(source: string): Address | null {
  const [, ...octets] = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})\.(\d{1,9})$/.exec(source) ?? [];
  if (octets.length === 4) {
    const isRight = octets.every((octet) => Number(octet) <= 255);
    return isRight ? { value: join(octets.map(Number), 8), width: 32 } : null;
  }
  if (!isIPv6(source) || source.includes('%')) return null;
  if (/^::ffff:/i.test(source))
    throw new LimitError('an address of IPv4 is written as one of IPv6');
  const dotted = /[^:]+\.[^:]+$/.exec(source)?.[0];
  const last = dotted === undefined ? null : readAddress(dotted);
  const hex = last === null || dotted === undefined ? source : groupsOf(source, dotted, last.value);
  const [left = '', right] = hex.split('::');
  const [head, tail] = [numbersOf(left), numbersOf(right ?? '')];
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0);
  return { value: join([...head, ...zeros, ...tail], 16), width: 128 };
}

function numbersOf(groups: string): readonly number[] {
  return groups === '' ? [] : groups.split(':').map((group) => Number.parseInt(group, 16));
}

/** The address with its last four octets as two groups. */
function groupsOf(source: string, dotted: string, value: bigint): string {
  const [high, low] = [value >> 16n, value & 0xffffn].map((group) => group.toString(16));
  return `${source.slice(0, -dotted.length)}${high}:${low}`;
}

function join(parts: readonly number[], size: number): bigint {
  return parts.reduce((sum, part) => (sum << BigInt(size)) | BigInt(part), 0n);
}

function readPrefix(source: string): Prefix {
  const [, address = '', length = ''] = /^([^/]*)\/(\d{1,3})$/.exec(source) ?? [];
  const found = readAddress(address);
  const bits = length === '' ? 129 : Number(length);
  if (found === null || bits > found.width) return fail('the text is no CIDR prefix');
  return { ...found, value: found.value - (found.value % sizeOf(found.width - bits)), bits };
}

/** How many addresses there are in so many bits. */
function sizeOf(bits: number): bigint {
  return 1n << BigInt(bits);
}

function printAddress({ value, width }: Address): string {
  const size = width === 32 ? 8 : 16;
  const parts = Array.from({ length: width / size }, (_, i) =>
    Number((value >> BigInt(width - size * (i + 1))) & (sizeOf(size) - 1n)),
  );
  if (width === 32) return parts.join('.');
  return shortened(parts.map((part) => part.toString(16)));
}

/** The first of the longest runs of zeros, two at least, is `::`. */
function shortened(groups: readonly string[]): string {
  const runs = groups.map((_, i) => {
    const end = groups.findIndex((group, j) => j >= i && group !== '0');
    return (end < 0 ? groups.length : end) - i;
  });
  const longest = Math.max(...runs);
  if (longest < 2) return groups.join(':');
  const at = runs.indexOf(longest);
  return `${groups.slice(0, at).join(':')}::${groups.slice(at + longest).join(':')}`;
}

function printPrefix(prefix: Prefix): string {
  return `${printAddress(prefix)}/${prefix.bits}`;
}

function wholeArg(args: readonly Val[], i: number): bigint {
  const value = asNumber(arg(args, i));
  return Number.isInteger(value) ? BigInt(value) : fail('a whole number is wanted');
}

function host(args: readonly Val[]): Val {
  const prefix = readPrefix(textArg(args, 0));
  const [size, at] = [sizeOf(prefix.width - prefix.bits), wholeArg(args, 1)];
  if (at >= size || at < -size) return fail('the host does not fit');
  const value = prefix.value + (at < 0n ? size + at : at);
  return text(printAddress({ ...prefix, value }));
}

function netmask(args: readonly Val[]): Val {
  const { width, bits } = readPrefix(textArg(args, 0));
  if (width !== 32) return fail('a netmask is of IPv4');
  return text(printAddress({ value: sizeOf(32) - sizeOf(32 - bits), width }));
}

function subnet(args: readonly Val[]): Val {
  const prefix = readPrefix(textArg(args, 0));
  const [added, at] = [Number(wholeArg(args, 1)), wholeArg(args, 2)];
  const bits = prefix.bits + added;
  if (added < 0 || bits > prefix.width || at < 0n || at >= sizeOf(added))
    return fail('the subnet does not fit');
  const value = prefix.value + at * sizeOf(prefix.width - bits);
  return text(printPrefix({ ...prefix, value, bits }));
}

function subnets(args: readonly Val[]): Val {
  const { value: base, width, bits } = readPrefix(textArg(args, 0));
  // Terraform asks for what stands before the first one.
  if (base === 0n) return fail('nothing stands before the first subnet');
  let next = base;
  const all = args.slice(1).map((_, i) => {
    const added = Number(wholeArg(args, i + 1));
    if (added < 1 || added > 32 || bits + added > width) return fail('the subnets do not fit');
    const size = sizeOf(width - bits - added);
    const value = ((next + size - 1n) / size) * size;
    next = value + size;
    if (next > base + sizeOf(width - bits)) return fail('the subnets do not fit');
    return text(printPrefix({ value, width, bits: bits + added }));
  });
  return list(all);
}

/** OpenTofu's: an address, or the whole of another prefix. */
function contains(args: readonly Val[]): Val {
  const outer = readPrefix(textArg(args, 0));
  const given = textArg(args, 1);
  const address = readAddress(given);
  const inner = address === null ? readPrefix(given) : { ...address, bits: address.width };
  if (outer.width !== inner.width) return fail('the addresses are of two families');
  const shift = BigInt(outer.width - outer.bits);
  return bool(inner.bits >= outer.bits && inner.value >> shift === outer.value >> shift);
}

export const networkFunctions: Builtins = {
  cidrcontains: pure(contains),
  cidrhost: pure(host),
  cidrnetmask: pure(netmask),
  cidrsubnet: pure(subnet),
  cidrsubnets: pure(subnets),
};
