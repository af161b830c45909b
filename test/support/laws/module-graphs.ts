import { dirname, join, relative } from 'node:path/posix';
import * as fc from 'fast-check';

/** A repository of modules that call one another, and what is written in it. */
export interface ModuleGraph {
  readonly files: Readonly<Record<string, string>>;
  /** Links: path to what it points at, relative to the link's directory. */
  readonly links: Readonly<Record<string, string>>;
  /** Every block of a judged type, by its directory and its address in the module. */
  readonly blocks: readonly { readonly directory: string; readonly address: string }[];
  /** Every call of a module that is not at hand; one may make no instance because its module's caller passes nothing. */
  readonly unread: readonly {
    readonly directory: string;
    readonly name: string;
    readonly isCertain: boolean;
  }[];
}

const types = [
  'aws_kms_key',
  'aws_kms_external_key',
  'aws_kms_replica_key',
  'awscc_kms_key',
  'aws_kms_alias',
  'aws_kms_key_policy',
  'aws_kms_custom_key_store',
  'aws_cloudhsm_v2_cluster',
  'aws_cloudhsm_v2_hsm',
] as const;

/** What may decide whether a block or a call makes an instance; those of the second list certainly make none. */
const guards = [
  '',
  '',
  'count = 1',
  'count = 2',
  'count = var.off ? 1 : 0',
  'count = var.unset',
  'count = length(var.unset)',
  'count = nothing(1)',
  'for_each = toset(["a", "b"])',
  'for_each = var.unset',
  'lifecycle {\n    enabled = var.off\n  }',
  'lifecycle {\n    enabled = true\n  }',
] as const;
const offs = ['count = 0', 'for_each = {}', 'lifecycle {\n    enabled = false\n  }'] as const;
const guard = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...guards) },
  { weight: 1, arbitrary: fc.constantFrom(...offs) },
);

/** How a block is written: in a file, in JSON, in a file that is linked, overridden, or not at all. */
const ways = [
  'main',
  'main',
  'other',
  'json',
  'linked',
  'overridden',
  'comment',
  'heredoc',
] as const;

const resource = fc.record({
  type: fc.constantFrom(...types),
  guard,
  way: fc.constantFrom(...ways),
});
const call = fc.record({
  to: fc.oneof(
    { weight: 5, arbitrary: fc.nat(9).map((index) => ({ index })) },
    { weight: 1, arbitrary: fc.constantFrom('x/registry/aws', 'git::https://example.com/m.git') },
    { weight: 1, arbitrary: fc.constant('./gone') },
  ),
  guard,
  way: fc.constantFrom(...ways),
});
const moduleIn = fc.record({
  directory: fc.constantFrom('', 'a', 'b', 'a/inner', 'modules/m', 'examples/one', 'examples/two'),
  resources: fc.array(resource, { maxLength: 3 }),
  calls: fc.array(call, { maxLength: 3 }),
  trait: fc.constantFrom(
    '',
    '',
    'provider "aws" {\n  region = "eu-west-1"\n}\n',
    'provider "aws" {}\n',
    'terraform {\n  backend "s3" {}\n}\n',
  ),
  isLinked: fc.boolean(),
});
type Module = typeof moduleIn extends fc.Arbitrary<infer T> ? T : never;

export const moduleGraphs: fc.Arbitrary<ModuleGraph> = fc
  .uniqueArray(moduleIn, { selector: ({ directory }) => directory, minLength: 1, maxLength: 6 })
  .map(build);

interface Building {
  readonly files: Record<string, string>;
  readonly links: Record<string, string>;
  readonly blocks: ModuleGraph['blocks'][number][];
  readonly unread: ModuleGraph['unread'][number][];
}

function build(modules: readonly Module[]): ModuleGraph {
  const graph: Building = { files: {}, links: {}, blocks: [], unread: [] };
  for (const [i, { directory, isLinked }] of modules.entries()) {
    if (isLinked && directory !== '') graph.links[`links/m${i}`] = join('..', directory);
  }
  for (const one of modules) writeModule(one, modules, graph);
  return graph;
}

function writeModule(one: Module, modules: readonly Module[], graph: Building): void {
  const { directory, resources, calls, trait } = one;
  const add = (name: string, text: string): void => {
    const path = join(directory, name);
    graph.files[path] = (graph.files[path] ?? '') + text;
  };
  add('variables.tf', `variable "off" {\n  default = false\n}\nvariable "unset" {}\n${trait}`);
  for (const [i, { type, guard: when, way }] of resources.entries()) {
    const name = `r${i}`;
    const body = `  ${when}\n  ${argumentOf(type)}\n`;
    const isWritten = place(way, ['resource', type, name], body, directory, add, graph);
    if (isWritten) graph.blocks.push({ directory, address: `${type}.${name}` });
  }
  for (const [i, { to, guard: when, way }] of calls.entries()) {
    const name = `c${i}`;
    const source = typeof to === 'string' ? to : sourceOf(to.index, one, modules, graph);
    const body = `  ${when}\n  source = "${source}"\n`;
    const isWritten = place(way, ['module', name], body, directory, add, graph);
    const isMade = !offs.some((off) => off === when);
    if (!isWritten || !isMade || typeof to !== 'string') continue;
    graph.unread.push({ directory, name, isCertain: !when.includes('var.off') });
  }
}

function argumentOf(type: string): string {
  return type === 'aws_kms_key' ? 'enable_key_rotation = true' : 'description = "x"';
}

function sourceOf(
  index: number,
  { directory }: Module,
  modules: readonly Module[],
  { links }: Building,
): string {
  const i = index % modules.length;
  const target = modules[i]?.directory ?? '';
  const link = `links/m${i}`;
  const path = relative(directory === '' ? '.' : directory, link in links ? link : target);
  if (path === '') return '.';
  return path.startsWith('.') ? path : `./${path}`;
}

/** Writes a block in one of the ways; false where it is then no block. */
function place(
  way: (typeof ways)[number],
  words: readonly string[],
  body: string,
  directory: string,
  add: (name: string, text: string) => void,
  graph: Building,
): boolean {
  const [type = '', ...labels] = words;
  const head = `${type} ${labels.map((label) => `"${label}"`).join(' ')}`;
  const block = `${head} {\n${body}}\n`;
  switch (way) {
    case 'main':
    case 'other':
      add(`${way}.tf`, block);
      return true;
    case 'json':
      add(`${words.join('-')}.tf.json`, asJson(words, body));
      return true;
    case 'linked': {
      const shared = `shared/${directory.replaceAll('/', '-')}-${words.join('-')}.txt`;
      const link = join(directory, `${words.join('-')}.tf`);
      graph.files[shared] = block;
      graph.links[link] = relative(dirname(link), shared);
      return true;
    }
    case 'overridden':
      add('main.tf', block);
      add('override.tf', `${head} {\n  # nothing changes\n}\n`);
      return true;
    case 'comment':
      add('main.tf', `/* ${block}*/\n${block.replaceAll(/^/gm, '# ')}\n`);
      return false;
    case 'heredoc':
      add('main.tf', `locals {\n  ${words.join('_')} = <<-EOT\n${block}EOT\n}\n`);
      return false;
  }
}

function asJson(words: readonly string[], body: string): string {
  const members: Record<string, unknown> = {};
  const enabled = /enabled = ([\w.]+)/.exec(body)?.[1];
  if (enabled !== undefined) members['lifecycle'] = { enabled: jsonValue(enabled) };
  for (const [, name = '', value = ''] of body.matchAll(/^ {2}(\w+) = (.+)$/gm)) {
    members[name] = jsonValue(value);
  }
  return JSON.stringify(words.reduceRight<unknown>((inner, word) => ({ [word]: inner }), members));
}

function jsonValue(source: string): unknown {
  if (/^(?:true|false|\d+|\{\}|"[^"$]*")$/.test(source)) return JSON.parse(source);
  return `\${${source}}`;
}
