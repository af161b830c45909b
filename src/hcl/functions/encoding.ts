import { createHash } from 'node:crypto';
import { fail, list, object, text, type Val } from '../value/value.ts';
import { arg, pure, raw, textArg, type Builtins } from './builtin.ts';
import { decodeJson, renderJson } from './json.ts';
import { decodePartialJson } from './partial-json.ts';
import { derive, deepMarked } from '../value/symbol.ts';

const hash = (algorithm: string, encoding: 'hex' | 'base64') =>
  pure((args) => text(createHash(algorithm).update(textArg(args, 0)).digest(encoding)));

function decodeBase64(args: readonly Val[]): Val {
  const encoded = textArg(args, 0);
  const bytes = Buffer.from(encoded, 'base64');
  const isClean = bytes.toString('base64').replaceAll('=', '') === encoded.replaceAll('=', '');
  return isClean ? text(bytes.toString('utf8')) : fail('the text is not base64');
}

function encodeUrl(value: string): string {
  return encodeURIComponent(value)
    .replaceAll('%20', '+')
    .replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decodeCsv(content: string): Val {
  const rows = content.trim().split(/\r?\n/).map(splitRow);
  const [header, ...body] = rows;
  if (header === undefined) return fail('the text is not CSV');
  return list(
    body.map((row) => object(new Map(header.map((name, i) => [name, text(row[i] ?? '')])))),
  );
}

function splitRow(row: string): readonly string[] {
  const fields = [...`${row},`.matchAll(/("(?:[^"]|"")*"|[^,]*),/g)].map((match) => match[1] ?? '');
  return fields.map((f) => (f.startsWith('"') ? f.slice(1, -1).replaceAll('""', '"') : f));
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
  urlencode: pure((args) => text(encodeUrl(textArg(args, 0)))),
};
