import { asNumber } from '../value/convert.ts';
import { fail, list, text, type Val } from '../value/value.ts';
import { arg, pure, textArg, type Builtins } from './builtin.ts';

interface Prefix {
  readonly base: number;
  readonly bits: number;
}

function parsePrefix(source: string): Prefix {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(source);
  const [a = 256, b = 256, c = 256, d = 256, bits = 33] = match?.slice(1).map(Number) ?? [];
  if (Math.max(a, b, c, d) > 255 || bits > 32) return fail('the text is no IPv4 prefix');
  const size = 2 ** (32 - bits);
  const address = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  return { base: address - (address % size), bits };
}

function print(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

function subnet({ base, bits }: Prefix, added: number, i: number): Prefix {
  if (bits + added > 32 || added < 0 || i < 0 || i >= 2 ** added)
    return fail('the subnet does not fit');
  return { base: base + i * 2 ** (32 - bits - added), bits: bits + added };
}

const show = ({ base, bits }: Prefix): string => `${print(base)}/${bits}`;

function subnets(args: readonly Val[]): Val {
  const { base, bits } = parsePrefix(textArg(args, 0));
  let next = base;
  const result = args.slice(1).map((added) => {
    const size = 2 ** (32 - bits - asNumber(added));
    const start = Math.ceil(next / size) * size;
    next = start + size;
    if (next > base + 2 ** (32 - bits)) fail('the subnets do not fit');
    return text(show({ base: start, bits: bits + asNumber(added) }));
  });
  return list(result);
}

/** IPv4 only. */
export const networkFunctions: Builtins = {
  cidrhost: pure((args) => {
    const { base, bits } = parsePrefix(textArg(args, 0));
    const [size, host] = [2 ** (32 - bits), asNumber(arg(args, 1))];
    if (host >= size || host < -size) return fail('the host does not fit');
    return text(print(base + (host < 0 ? size + host : host)));
  }),
  cidrnetmask: pure((args) =>
    text(print(2 ** 32 - 2 ** (32 - parsePrefix(textArg(args, 0)).bits))),
  ),
  cidrsubnet: pure((args) =>
    text(
      show(subnet(parsePrefix(textArg(args, 0)), asNumber(arg(args, 1)), asNumber(arg(args, 2)))),
    ),
  ),
  cidrsubnets: pure(subnets),
};
