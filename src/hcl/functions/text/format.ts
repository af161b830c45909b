import { asNumber, asText, concatenate } from '../../value/convert.ts';
import { derive, deepMarked } from '../../value/symbol.ts';
import { fail, text, type Val } from '../../value/value.ts';
import { encodeJson } from '../encoding/json.ts';

const verb = /%(?:%|([-+ 0#]{0,8})(\d{0,4})(?:\.(\d{1,3}))?(?:\[(\d{1,4})\])?([a-zA-Z]))/g;

/** Terraform's `format`: Go's verbs. */
export function format(spec: string, values: readonly Val[]): Val {
  const pieces: Val[] = [];
  let at = 0;
  let next = 0;
  for (const match of spec.matchAll(verb)) {
    pieces.push(text(spec.slice(at, match.index)));
    at = match.index + match[0].length;
    if (match[0] === '%%') pieces.push(text('%'));
    else {
      const [, flags = '', width = '', precision, explicit, letter = ''] = match;
      const i = explicit === undefined ? next : Number(explicit) - 1;
      next = i + 1;
      const value = values[i] ?? fail('format has too few arguments');
      pieces.push(print({ flags, width: Number(width), precision, letter }, value));
    }
  }
  if (/%(?!%)/.test(spec.slice(at).replaceAll('%%', ''))) fail('format has an unfinished verb');
  if (next < values.length && next > 0 && !spec.includes('['))
    fail('format has too many arguments');
  pieces.push(text(spec.slice(at)));
  return concatenate(pieces);
}

interface Verb {
  readonly flags: string;
  readonly width: number;
  readonly precision: string | undefined;
  readonly letter: string;
}

function print(how: Verb, value: Val): Val {
  if (value.t === 'unknown' || value.t === 'handle') {
    const isPlain = how.width === 0 && how.flags === '' && 'sdv'.includes(how.letter);
    return isPlain && value.t === 'unknown'
      ? value
      : derive(([x]) => `format(%${how.letter}, ${x})`, [value]);
  }
  return deepMarked(text(pad(how, write(how, value))), [value]);
}

function pad(how: Verb, written: string): string {
  if (written.length >= how.width) return written;
  if (how.width > 1000) return fail('format pads too widely');
  if (how.flags.includes('-')) return written.padEnd(how.width);
  if (!how.flags.includes('0') || how.letter === 's') return written.padStart(how.width);
  const sign = /^[-+]/.exec(written)?.[0] ?? '';
  return sign + written.slice(sign.length).padStart(how.width - sign.length, '0');
}

function write({ flags, precision, letter }: Verb, value: Val): string {
  const signed = (written: string, n: number): string =>
    flags.includes('+') && n >= 0 ? `+${written}` : written;
  const digits = Number(precision ?? 6);
  switch (letter) {
    case 's':
      return precision === undefined
        ? asText(value)
        : Array.from(asText(value)).slice(0, digits).join('');
    case 'v':
      return value.t === 'null' || value.t === 'list' || value.t === 'object'
        ? encodeJson(value)
        : asText(value);
    case 'q':
      return JSON.stringify(asText(value));
    case 'd':
      return signed(String(Math.trunc(asNumber(value))), asNumber(value));
    case 'f':
      return signed(asNumber(value).toFixed(digits), asNumber(value));
    case 'x':
      return asNumber(value).toString(16);
    case 'X':
      return asNumber(value).toString(16).toUpperCase();
    case 'o':
      return asNumber(value).toString(8);
    case 'b':
      return asNumber(value).toString(2);
    case 't':
      return value.t === 'bool' ? String(value.v) : fail('format %t wants a bool');
    default:
      return fail(`format does not know %${letter}`);
  }
}
