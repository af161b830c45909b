import { asText, textOf } from '../../../hcl/value/convert.ts';
import type { Environment } from '../../../hcl/language/environment.ts';
import { evaluate } from '../../../hcl/language/evaluate.ts';
import { nestedBlocks } from '../../../hcl/language/body.ts';
import { decodeJson, renderJson } from '../../../hcl/functions/encoding/json.ts';
import { decodePartialJson } from '../../../hcl/functions/encoding/partial-json.ts';
import { mergeDocuments } from './policy-merge.ts';
import type { Body } from '../../../hcl/language/source.ts';
import { canonical, deepMarked } from '../../../hcl/value/symbol.ts';
import {
  fail,
  isKnown,
  list,
  object,
  text,
  type Val,
  elementsOf,
  entriesOf,
} from '../../../hcl/value/value.ts';

/** Thrown apart from errors: the document's structure is not known. */
export class UndecidedDocument extends Error {
  override readonly name = 'UndecidedDocument';
  readonly unknown: Val;

  constructor(unknown: Val) {
    super('the policy document is not known');
    this.unknown = unknown;
  }
}

/** What `data.aws_iam_policy_document` renders, member for member as the provider does. */
export function renderPolicyDocument(body: Body, env: Environment, indent: number): Val {
  const argument = (name: string): Val => {
    const found = body.args.get(name);
    return found === undefined ? { t: 'null' } : evaluate(found.expression(), env);
  };
  const own = new Map<string, Val>();
  const version = argument('version');
  const id = argument('policy_id');
  own.set('Version', version.t === 'null' ? text('2012-10-17') : version);
  if (id.t !== 'null') own.set('Id', id);
  const blocks = nestedBlocks(body, 'statement', env);
  const statements = elements(blocks).map(statement);
  if (statements.length > 0) own.set('Statement', list(statements));
  const source = argument('source_json');
  const sources = argument('source_policy_documents');
  const override = argument('override_json');
  const overrides = argument('override_policy_documents');
  const documents = [
    ...[source, ...elements(sources)].flatMap(parse),
    object(own),
    ...[override, ...elements(overrides)].flatMap(parse),
  ];
  const rendered = renderJson(mergeDocuments(documents), { indent, sorted: false });
  return deepMarked(rendered, [blocks, source, sources, override, overrides]);
}

function parse(source: Val): readonly Val[] {
  if (source.t === 'null' || (source.t === 'string' && source.v === '')) return [];
  if (source.t === 'string') return [deepMarked(decodeJson(source.v), [source])];
  const decoded = source.t === 'unknown' ? decodePartialJson(source) : null;
  if (decoded === null) throw new UndecidedDocument(source);
  return [deepMarked(decoded, [source])];
}

/** The elements of a list whose length is known. */
function elements(value: Val): readonly Val[] {
  if (value.t === 'null') return [];
  if (value.t === 'list') return elementsOf(value);
  if (value.t === 'unknown') throw new UndecidedDocument(value);
  return fail('a list is wanted');
}

function statement(block: Val): Val {
  const result = new Map<string, Val>();
  const take = (name: string): Val =>
    block.t === 'object' ? (entriesOf(block).get(name) ?? { t: 'null' }) : block;
  const put = (name: string, value: Val | null): void => {
    if (value !== null) result.set(name, value);
  };
  const sid = take('sid');
  if (sid.t !== 'null' && !(sid.t === 'string' && sid.v === '')) result.set('Sid', sid);
  const effect = take('effect');
  result.set('Effect', effect.t === 'null' ? text('Allow') : effect);
  put('Action', texts(take('actions')));
  put('NotAction', texts(take('not_actions')));
  put('Resource', texts(take('resources')));
  put('NotResource', texts(take('not_resources')));
  put('Principal', principals(elements(take('principals'))));
  put('NotPrincipal', principals(elements(take('not_principals'))));
  put('Condition', conditions(elements(take('condition'))));
  return object(result);
}

/** One text stands alone; several are in reverse order, each once. A whole list that is not known stays one symbol. */
function texts(value: Val): Val | null {
  if (value.t === 'unknown') return value;
  const all = [...new Map(elements(value).map((v) => [sortKey(v), variables(v)])).values()];
  const [only] = all;
  if (only === undefined) return null;
  if (all.length === 1) return only;
  return list(all.toSorted((a, b) => (sortKey(a) < sortKey(b) ? 1 : -1)));
}

function sortKey(value: Val): string {
  return value.t === 'string' ? value.v : (canonical(value) ?? '');
}

/** The provider writes policy variables as `&{…}`, because `${…}` is Terraform's own. */
function variables(value: Val): Val {
  if (value.t === 'string') return { ...value, v: value.v.replaceAll('&{', '${') };
  if (value.t !== 'unknown' || value.parts === undefined)
    return isKnown(value) ? textOf(value) : value;
  return {
    ...value,
    parts: value.parts.map((p) => (typeof p === 'string' ? p.replaceAll('&{', '${') : p)),
  };
}

function field(block: Val, name: string): Val {
  const value = block.t === 'object' ? entriesOf(block).get(name) : undefined;
  return value ?? fail(`${name} is missing`);
}

function principals(blocks: readonly Val[]): Val | null {
  const result = new Map<string, Val>();
  for (const block of blocks) {
    const type = field(block, 'type');
    if (!isKnown(type)) throw new UndecidedDocument(type);
    const identifiers = texts(field(block, 'identifiers'));
    if (asText(type) === '*') return text('*');
    if (identifiers !== null)
      result.set(asText(type), joined(result.get(asText(type)), identifiers));
  }
  return result.size === 0 ? null : sorted(result);
}

function joined(before: Val | undefined, more: Val): Val {
  if (before === undefined) return more;
  const all = [before, more].flatMap((v) => (v.t === 'list' ? v.v : [v]));
  return list(all);
}

function conditions(blocks: readonly Val[]): Val | null {
  const result = new Map<string, Map<string, Val>>();
  for (const block of blocks) {
    const [test, variable] = [field(block, 'test'), field(block, 'variable')];
    if (!isKnown(test) || !isKnown(variable))
      throw new UndecidedDocument(isKnown(test) ? variable : test);
    const values = field(block, 'values');
    const all = values.t === 'unknown' ? values : single(elements(values).map(variables));
    const inner = result.get(asText(test)) ?? new Map<string, Val>();
    inner.set(asText(variable), joined(inner.get(asText(variable)), all));
    result.set(asText(test), inner);
  }
  if (result.size === 0) return null;
  return sorted(new Map([...result].map(([test, inner]) => [test, sorted(inner)])));
}

function single(values: readonly Val[]): Val {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : list(values);
}

function sorted(members: ReadonlyMap<string, Val>): Val {
  return object(new Map([...members].toSorted(([a], [b]) => (a < b ? -1 : 1))));
}
