import type { Document, Node, Scalar, YAMLMap } from 'yaml';
import { printNumber } from '../../value/convert.ts';
import {
  bool,
  fail,
  LimitError,
  nullVal,
  number,
  object,
  text,
  tuple,
  unknownVal,
  type Val,
} from '../../value/value.ts';
import { maxElements } from '../../value/work.ts';
import { arg, pure, textArg, type Builtins } from '../builtin.ts';
import { library } from '../../../text/library.ts';
import { printTime, readTime } from '../time.ts';
import { toPlain } from './plain-json.ts';

/** Plain words as Terraform resolves them: YAML 1.1's, without its octal and sexagesimal numbers. */
const words: ReadonlyMap<string, Val> = new Map([
  ...spelled(['y', 'yes', 'true', 'on'], bool(true)),
  ...spelled(['n', 'no', 'false', 'off'], bool(false)),
  ...spelled(['null'], nullVal),
  ['~', nullVal],
  ['', nullVal],
]);

function spelled(all: readonly string[], value: Val): readonly (readonly [string, Val])[] {
  return all.flatMap((word) => {
    const capital = word.charAt(0).toUpperCase() + word.slice(1);
    return [word, capital, word.toUpperCase()].map((way) => [way, value] as const);
  });
}

const decimal = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const prefixed = /^[-+]?0(?:x[\da-fA-F]+|o[0-7]+)$/;
const infinite = /^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/;
const date = /^(\d{4})-(\d\d?)-(\d\d?)$/;

function resolvePlain(source: string): Val {
  const word = words.get(source);
  if (word !== undefined) return word;
  if (decimal.test(source)) return finite(Number(source));
  if (prefixed.test(source)) {
    const digits = source.replace(/^[-+]/, '');
    return number(source.startsWith('-') ? -Number(digits) : Number(digits));
  }
  if (infinite.test(source)) return fail('YAML holds a number that is none');
  const [, year, month = '', day = ''] = date.exec(source) ?? [];
  const time = readTime(
    year === undefined
      ? source
      : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T00:00:00Z`,
  );
  return text(time === null ? source : printTime(time));
}

function finite(value: number): Val {
  if (!Number.isFinite(value)) throw new LimitError('a number is too large');
  return number(value);
}

const tag = 'tag:yaml.org,2002:';

function scalarOf(node: Scalar): Val {
  const written = node.source ?? '';
  const isPlain = node.type === 'PLAIN';
  switch (node.tag) {
    case undefined:
      return isPlain ? resolvePlain(written) : text(String(node.value));
    case `${tag}str`:
    case `${tag}binary`:
      return text(isPlain ? written : String(node.value));
    case `${tag}int`:
    case `${tag}float`:
    case `${tag}bool`:
    case `${tag}timestamp`:
      return isPlain ? resolvePlain(written) : text(String(node.value));
    case `${tag}null`:
      return nullVal;
    default:
      return fail('YAML has a tag that is not understood');
  }
}

interface Reader {
  readonly document: Document;
  readonly yaml: ReturnType<typeof library<'yaml'>>;
  /** Anchors whose value is being read. */
  readonly open: Set<Node>;
  count: number;
}

function valueOf(node: unknown, reader: Reader): Val {
  const { isAlias, isMap, isScalar, isSeq } = reader.yaml;
  if (++reader.count > maxElements) throw new LimitError('YAML grows too large');
  if (node === null || node === undefined) return nullVal;
  if (isScalar(node)) return scalarOf(node);
  if (isAlias(node)) return aliased(node.resolve(reader.document), reader);
  if (isSeq(node)) {
    checkTag(node.tag, 'seq');
    return within(node, reader, () => tuple(node.items.map((item) => valueOf(item, reader))));
  }
  if (!isMap(node)) return fail('YAML is not understood');
  checkTag(node.tag, 'map');
  return within(node, reader, () => object(membersOf(node, reader)));
}

function checkTag(given: string | undefined, wanted: string): void {
  if (given !== undefined && given !== tag + wanted) fail('YAML has a tag that is not understood');
}

function aliased(node: Node | undefined, reader: Reader): Val {
  if (node === undefined) return fail('YAML refers to an anchor that is not there');
  return valueOf(node, reader);
}

function within<T>(node: Node, { open }: Reader, read: () => T): T {
  if (open.has(node)) return fail('an anchor of YAML holds itself');
  open.add(node);
  const value = read();
  open.delete(node);
  return value;
}

/** A later member of a name wins, those that `<<` brings in among them. */
function membersOf({ items }: YAMLMap, reader: Reader): ReadonlyMap<string, Val> {
  const { isScalar } = reader.yaml;
  const members = new Map<string, Val>();
  for (const { key, value } of items) {
    const isMerge = isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
    if (isMerge)
      for (const [name, inner] of brought(valueOf(value, reader))) members.set(name, inner);
    else members.set(nameOf(valueOf(key, reader)), valueOf(value, reader));
  }
  return members;
}

function brought(value: Val): readonly (readonly [string, Val])[] {
  if (value.t === 'object') return [...value.v];
  return fail('<< of YAML wants a mapping');
}

function nameOf(key: Val): string {
  if (key.t === 'string') return key.v;
  if (key.t === 'bool') return String(key.v);
  return key.t === 'number' ? printNumber(key.v) : fail('a key of YAML is no text');
}

/** The value that a YAML text stands for, as Terraform has it. */
export function decodeYaml(content: string): Val {
  const yaml = library('yaml');
  const options = {
    schema: 'failsafe',
    uniqueKeys: false,
    logLevel: 'silent',
    merge: false,
  } as const;
  const documents = yaml.parseAllDocuments(content, options);
  const [document, ...others] = 'empty' in documents ? [] : documents;
  if (document === undefined || others.length > 0) return fail('the text is not one YAML document');
  const { contents, directives, errors } = document;
  const isRefused = errors.length > 0 || directives.yaml.explicit === true;
  const isEmpty = yaml.isScalar(contents) && contents.source === '' && directives.docStart !== true;
  if (isRefused || contents === null || isEmpty) return fail('the text is not YAML');
  return valueOf(contents, { document, yaml, open: new Set(), count: 0 });
}

/** Texts that both write in double quotes on one line. */
const simple = /^[\x20-\x7e\xa0-\u2027\u2030-\ud7ff]{0,60}$/;

/** YAML as Terraform writes it; null where the libraries break lines in other places. */
export function encodeYaml(value: Val): string | null {
  const isScalar = value.t === 'null' || value.t === 'bool' || value.t === 'number';
  const plain = toPlain(value, (written) => simple.test(written));
  if (plain === undefined) return null;
  const written = library('yaml').stringify(plain, {
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'QUOTE_DOUBLE',
    indentSeq: false,
    lineWidth: 0,
  });
  return isScalar ? `${written}...\n` : written;
}

export const yamlFunctions: Builtins = {
  yamldecode: pure((args) => decodeYaml(textArg(args, 0))),
  yamlencode: pure((args) => {
    const written = encodeYaml(arg(args, 0));
    return written === null
      ? unknownVal('unsupported-function', 'yamlencode() of such a text')
      : text(written);
  }),
};
