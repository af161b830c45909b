import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { fail, text, unknownVal, type Val } from '../../value/value.ts';
import { arg, pure, raw, textArg, type Builtins } from '../builtin.ts';
import { wellFormed } from '../../../text/well-formed.ts';
import { decode, maxFileSize } from '../../sandbox.ts';
import { decodeCsv } from './csv.ts';
import { decodeJson, renderJson } from './json.ts';
import { decodePartialJson } from './partial-json.ts';
import { derive, deepMarked } from '../../value/symbol.ts';

const hash = (algorithm: string, encoding: 'hex' | 'base64') =>
  pure((args) => text(createHash(algorithm).update(textArg(args, 0)).digest(encoding)));

function bytesOf(encoded: string): Buffer {
  const unbroken = encoded.replaceAll(/[\r\n]/g, '');
  const bytes = Buffer.from(unbroken, 'base64');
  return bytes.toString('base64') === unbroken ? bytes : fail('the text is not base64');
}

function decodeBase64(args: readonly Val[]): Val {
  const content = decode(bytesOf(textArg(args, 0)));
  return content === null ? fail('the text is not UTF-8') : text(content);
}

function unzip(args: readonly Val[]): Val {
  const bytes = bytesOf(textArg(args, 0));
  try {
    const content = decode(gunzipSync(bytes, { maxOutputLength: maxFileSize }));
    return content === null ? fail('the text is not UTF-8') : text(content);
  } catch {
    return fail('the text is not compressed');
  }
}

function encodeUrl(value: string): string {
  return encodeURIComponent(wellFormed(value))
    .replaceAll('%20', '+')
    .replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Terraform's names of those encodings whose bytes Node.js has too. */
const encodings: ReadonlyMap<string, BufferEncoding> = new Map([
  ['UTF-8', 'utf8'],
  ['UTF-16LE', 'utf16le'],
  ['ISO-8859-1', 'latin1'],
]);

function encodeText(args: readonly Val[]): Val {
  const encoding = encodings.get(textArg(args, 1).toUpperCase());
  if (encoding === undefined) return otherEncoding('textencodebase64');
  const value = textArg(args, 0);
  if (encoding === 'latin1' && /[^\0-\xff]/.test(value))
    return fail('a character has no code there');
  return text(Buffer.from(value, encoding).toString('base64'));
}

function decodeText(args: readonly Val[]): Val {
  const encoding = encodings.get(textArg(args, 1).toUpperCase());
  if (encoding === undefined) return otherEncoding('textdecodebase64');
  return text(wellFormed(bytesOf(textArg(args, 0)).toString(encoding)));
}

function otherEncoding(name: string): Val {
  return unknownVal('unsupported-function', `${name}() of such an encoding`);
}

function decodeUrl(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', '%20'));
  } catch {
    return fail('the text is not encoded for a URL');
  }
}

/** JSON of a partly known text keeps what is known of it. */
function jsondecode(args: readonly Val[]): Val {
  const source = arg(args, 0);
  if (source.t !== 'unknown') return deepMarked(decodeJson(textArg(args, 0)), args);
  const decoded = source.parts === undefined ? null : decodePartialJson(source);
  return decoded === null ? derive(([x]) => `jsondecode(${x})`, args) : deepMarked(decoded, args);
}

export const encodingFunctions: Builtins = {
  base64decode: pure(decodeBase64),
  base64gunzip: pure(unzip),
  base64encode: pure((args) => text(Buffer.from(textArg(args, 0)).toString('base64'))),
  base64sha256: hash('sha256', 'base64'),
  base64sha512: hash('sha512', 'base64'),
  csvdecode: pure((args) => decodeCsv(textArg(args, 0))),
  jsondecode: raw(jsondecode),
  jsonencode: raw((args) => renderJson(arg(args, 0))),
  md5: hash('md5', 'hex'),
  sha1: hash('sha1', 'hex'),
  sha256: hash('sha256', 'hex'),
  sha512: hash('sha512', 'hex'),
  textdecodebase64: pure(decodeText),
  textencodebase64: pure(encodeText),
  urldecode: pure((args) => text(decodeUrl(textArg(args, 0)))),
  urlencode: pure((args) => text(encodeUrl(textArg(args, 0)))),
};
