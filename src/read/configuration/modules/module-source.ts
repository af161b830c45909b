import { everyKind, type Kind, type UnreadModule } from '../../../model/gap.ts';
import { kindOfType } from '../../input/resource.ts';
import type { SourceLocation } from '../../../model/location.ts';
import type { UnknownReason } from '../../../model/value.ts';
import { mergeBodies } from '../../../hcl/syntax/override.ts';
import type { Argument, Block, SourceFile } from '../../../hcl/language/source.ts';

/** Something that could not be read, before its scope is known. */
export interface Flaw {
  readonly reason: UnknownReason;
  readonly what: string;
  /** For modules that are not at hand: which they are. */
  readonly modules?: readonly UnreadModule[];
  /** The kinds of object that it may hide; absent where it may be any. */
  readonly hides?: readonly Kind[];
  readonly at: SourceLocation;
}

/** The blocks of a module, its files merged as Terraform merges them. */
export interface ModuleSource {
  readonly directory: string;
  readonly variables: ReadonlyMap<string, Block>;
  readonly locals: ReadonlyMap<string, Argument>;
  readonly outputs: ReadonlyMap<string, Block>;
  readonly calls: ReadonlyMap<string, Block>;
  /** By `type.name`, data sources by `data.type.name`. */
  readonly resources: ReadonlyMap<string, Block>;
  /** By local name, or `name.alias`. */
  readonly providers: ReadonlyMap<string, Block>;
  readonly moves: readonly Move[];
  /** The types of the `backend` and `cloud` blocks that say where the state is kept: `s3`, `remote`, `cloud`. */
  readonly backends: readonly string[];
  readonly flaws: readonly Flaw[];
  /** Blocks of files that OpenTofu passes over, each with the file that it reads instead. */
  readonly replaced?: readonly { readonly block: Block; readonly by: string }[];
}

/** A `moved` block: two addresses relative to the module, of resources, modules, or instances of them. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** Merges the files of a module, the overrides among them given apart. */
export function assemble(
  directory: string,
  primary: readonly SourceFile[],
  overrides: readonly SourceFile[],
  flaws: readonly Flaw[],
): ModuleSource {
  const found = new Map<string, Block>();
  const locals = new Map<string, Argument>();
  const noted: Flaw[] = [...flaws];
  for (const block of primary.flatMap(({ body }) => body.blocks)) {
    if (block.type === 'locals') addLocals(block, locals, noted);
    const key = addressOf(block);
    if (key === null) continue;
    if (!found.has(key)) found.set(key, block);
    else if (matters(block)) noted.push({ ...duplicate(key, block.at), hides: heldBy(block) });
  }
  for (const block of overrides.flatMap(({ body }) => body.blocks)) {
    if (block.type === 'locals') for (const [name, arg] of block.body.args) locals.set(name, arg);
    const key = addressOf(block);
    if (key === null) continue;
    const base = found.get(key);
    if (base === undefined) noted.push({ ...withoutBase(key, block.at), hides: heldBy(block) });
    else found.set(key, { ...base, body: mergeBodies(base.body, block.body) });
  }
  const pick = (type: string): ReadonlyMap<string, Block> =>
    new Map(
      [...found].flatMap(([key, b]) => (b.type === type ? [[key.slice(type.length + 1), b]] : [])),
    );
  const data = [...pick('data')].map(([key, block]) => [`data.${key}`, block] as const);
  return {
    directory,
    variables: pick('variable'),
    locals,
    outputs: pick('output'),
    calls: pick('module'),
    resources: new Map([...pick('resource'), ...data]),
    providers: pick('provider'),
    moves: [...primary, ...overrides].flatMap(({ body }) => body.blocks.flatMap(readMove)),
    backends: [...primary, ...overrides].flatMap(({ body }) => body.blocks.flatMap(backendsIn)),
    flaws: noted,
  };
}

function backendsIn({ type, body }: Block): readonly string[] {
  if (type !== 'terraform') return [];
  return body.blocks.flatMap(({ type: inner, labels: [label = ''] }) => {
    if (inner === 'cloud') return ['cloud'];
    return inner === 'backend' ? [label] : [];
  });
}

function readMove({ type, body: { args } }: Block): readonly Move[] {
  const [from, to] = [args.get('from')?.source, args.get('to')?.source];
  if (type !== 'moved' || from === undefined || to === undefined) return [];
  return [{ from: from.replaceAll(/\s+/g, ''), to: to.replaceAll(/\s+/g, '') }];
}

/** Two declarations of what has nothing to do with KMS are Terraform's business alone. */
function matters({ type, labels: [first = ''] }: Block): boolean {
  return (type !== 'resource' && type !== 'data') || /^(?:aws|awscc)_(?:kms|cloudhsm)/.test(first);
}

/** What a block that was not judged may declare: a second provider or variable declares no object. */
function heldBy({ type, labels: [first = ''] }: Block): readonly Kind[] {
  if (type === 'module') return everyKind;
  const kind = type === 'resource' ? kindOfType(first) : null;
  return kind === null ? [] : [kind];
}

const labelled: ReadonlySet<string> = new Set([
  'variable',
  'output',
  'module',
  'resource',
  'data',
  'provider',
]);

function addressOf({ type, labels, body }: Block): string | null {
  if (!labelled.has(type)) return null;
  const alias = body.args.get('alias')?.source.replaceAll('"', '');
  const tail = type === 'provider' && alias !== undefined ? [alias] : [];
  return [type, ...labels, ...tail].join('.');
}

function addLocals(block: Block, locals: Map<string, Argument>, flaws: Flaw[]): void {
  for (const [name, argument] of block.body.args) {
    if (locals.has(name)) flaws.push({ ...duplicate(`local.${name}`, argument.at), hides: [] });
    else locals.set(name, argument);
  }
}

function duplicate(key: string, at: SourceLocation): Flaw {
  const address = key.replace(/^resource\./, '');
  return {
    reason: 'conflicting-declarations',
    what: `${address} is declared twice; this one was not judged`,
    at,
  };
}

function withoutBase(key: string, at: SourceLocation): Flaw {
  return {
    reason: 'conflicting-declarations',
    what: `${key} is overridden and declared nowhere`,
    at,
  };
}
