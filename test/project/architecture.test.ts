import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** From the lowest floor up: a file may import what stands in its own room or below it, but for `islands`. */
const rooms: readonly (readonly [string, RegExp])[] = [
  ['base', /^src\/(?:errors|version)\.ts$/],
  ['text', /^src\/text\/|^src\/generated\/credential-patterns\b/],
  ['model', /^src\/(?:model\/|generated\/partitions\b)/],
  ['policy and hcl', /^src\/(?:policy|hcl)\/|^src\/generated\/policy\b/],
  ['read/input', /^src\/read\/input\//],
  [
    'sources',
    /^src\/read\/(?:plan|state|configuration|terragrunt|stacks|unit|live|snapshot)\/|^src\/generated\/snapshot\b/,
  ],
  ['read/terraform', /^src\/read\/terraform\//],
  ['read', /^src\/read\/[^/]+\.ts$/],
  ['record', /^src\/record\//],
  ['rule', /^src\/rule\/|^src\/generated\/rule-options\b/],
  ['rules', /^rules\//],
  ['lint', /^src\/lint\/|^src\/generated\/(?:config|baseline)\b/],
  ['fix', /^src\/fix\//],
  ['report', /^src\/report\/|^src\/generated\/report-page\b/],
  ['runbook', /^src\/runbook\//],
  ['index', /^src\/index\.ts$/],
  ['cli', /^src\/cli\/|^src\/generated\/regions\b/],
  ['bin', /^src\/bin\.ts$/],
];

/** Neighbours of one floor that know nothing of each other. */
const islands = [
  /^src\/(policy|hcl)\//,
  /^src\/read\/(plan|state|configuration|live)\//,
  /^rules\/([^/]+)\//,
];

/** What rules may not see: where an inventory came from. */
const hiddenFromRules = /^src\/(?:read|record|hcl)\//;

/** The part of the model that Terraform's language may know: nothing of it tells what a key is. */
const forLanguage = /^src\/model\/(?:branch|location|symbol|value)\.ts$/;

/** Loose files of the house; everything else has a room. */
const loose = ['bin', 'errors', 'index', 'version'];

/** So many files of a folder are seen at a glance. */
const limit = 16;

interface Module {
  readonly path: string;
  readonly text: string;
}

/** Every way in which the modules break the rules of the house. */
function violations(modules: readonly Module[]): readonly string[] {
  return modules.flatMap(({ path, text }) => [
    ...importsOf(text).flatMap((name) => importFault(path, name, text)),
    ...worldFaults(path, text),
    ...eagerFaults(path, text),
  ]);
}

function importsOf(text: string): readonly string[] {
  const found = text.matchAll(/(?:\bfrom|\bimport|\bimport\s*\()\s*'([^']+)'/g);
  return [...found].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

function importFault(path: string, name: string, text: string): readonly string[] {
  const fault = (why: string) => [`${path} imports ${name}: ${why}`];
  if (name.startsWith('@aws-sdk/') || name.startsWith('@smithy/')) {
    const isKnown = path.startsWith('src/record/') || isTyped(path, name, text);
    return isKnown ? [] : fault('only record knows the AWS SDK');
  }
  if (/hcl|tree-sitter/.test(name) && !name.startsWith('.')) {
    return path.startsWith('src/hcl/') ? [] : fault('only hcl knows an HCL parser');
  }
  if (!name.startsWith('.') || name.endsWith('package.json')) return [];
  const target = normalize(join(dirname(path), name));
  if (path.startsWith('rules/') && hiddenFromRules.test(target))
    return fault('rules see the model');
  if (path.startsWith('src/hcl/') && target.startsWith('src/model/') && !forLanguage.test(target))
    return fault('the language knows no keys');
  const [here, there] = [floorOf(path), floorOf(target)];
  if (here === -1) return [`${path} stands in no room`];
  if (there === -1 || there > here) return fault('it stands higher');
  const strangers = islands.some((island) => {
    const [own, other] = [island.exec(path)?.[1], island.exec(target)?.[1]];
    return own !== undefined && other !== undefined && own !== other;
  });
  return strangers ? fault('neighbours know nothing of each other') : [];
}

/** One report has the shape of an AWS request: its types alone say so, and nothing of the SDK is loaded. */
function isTyped(path: string, name: string, text: string): boolean {
  if (path !== 'src/report/asff.ts' || name !== '@aws-sdk/client-securityhub') return false;
  const imports = text.match(/\bimport\b[^;]*?'@aws-sdk\/[^']*'/g) ?? [];
  return imports.every((statement) => statement.startsWith('import type {'));
}

function floorOf(path: string): number {
  return rooms.findIndex(([, pattern]) => pattern.test(path));
}

/** Arguments, streams and exit codes belong to the command line alone. */
function worldFaults(path: string, text: string): readonly string[] {
  if (/^src\/bin\.ts$|^src\/cli\//.test(path)) return [];
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  const found =
    /\bprocess\s*\.\s*(?:argv|stdin|stdout|stderr|exit|exitCode|env|cwd)\b|\bconsole\./.exec(code);
  return found === null ? [] : [`${path} uses ${found[0]}`];
}

const evaluator = /^src\/(?:hcl|fix|read\/(?:configuration|terragrunt|stacks|unit))\//;

/** What reads configurations is loaded when there is one: a plan alone pays for no evaluator and no parser. */
function eagerFaults(path: string, text: string): readonly string[] {
  if (evaluator.test(path)) return [];
  const eager = text.matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?\bfrom\s+'(\.[^']+)'/gm);
  return [...eager].flatMap(([, name = '']) => {
    const target = normalize(join(dirname(path), name));
    return evaluator.test(target) && !isPlain(target) ? [`${path} loads ${name} at once`] : [];
  });
}

/** Positions in a text, which every reader of JSON shares. */
function isPlain(target: string): boolean {
  return /^src\/hcl\/(?:syntax\/json-text|language\/source)\.ts$/.test(target);
}

/** Files that reach themselves by imports, types included: each circle once, by its files. */
function circles(modules: readonly Module[]): readonly string[] {
  const targets = new Map(
    modules.map(({ path, text }) => [
      path,
      importsOf(text)
        .filter((name) => name.startsWith('.'))
        .map((name) => normalize(join(dirname(path), name))),
    ]),
  );
  const reachable = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const waiting = [...(targets.get(from) ?? [])];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(...(targets.get(next) ?? []));
    }
    return seen;
  };
  const reached = new Map([...targets.keys()].map((path) => [path, reachable(path)]));
  return [...reached].flatMap(([path, seen]) => (seen.has(path) ? [path] : []));
}

function modulesIn(folder: string): readonly Module[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

const house = [...modulesIn('src'), ...modulesIn('rules')];

test('imports go down alone, and only the command line knows the process', () => {
  expect(house.length).toBeGreaterThan(50);
  expect(violations(house)).toEqual([]);
});

test('no file belongs to a circle of imports', () => {
  expect(circles(house)).toEqual([]);
  const planted = [
    { path: 'src/model/a.ts', text: "import type { B } from './b.ts';" },
    { path: 'src/model/b.ts', text: "export * from './c.ts';" },
    { path: 'src/model/c.ts', text: "const a = await import('./a.ts');" },
    { path: 'src/model/d.ts', text: "import { a } from './a.ts';" },
  ];
  expect(circles(planted)).toEqual(['src/model/a.ts', 'src/model/b.ts', 'src/model/c.ts']);
});

test('nothing lies loose in src, and no folder holds more than a glance takes in', () => {
  const files = house.map(({ path }) => path).filter((path) => path.startsWith('src/'));
  const inSrc = files.filter((path) => dirname(path) === 'src');
  expect(inSrc.toSorted()).toEqual(loose.map((name) => `src/${name}.ts`));
  const folders = new Map<string, number>();
  for (const path of files) folders.set(dirname(path), (folders.get(dirname(path)) ?? 0) + 1);
  expect([...folders].filter(([, count]) => count > limit)).toEqual([]);
});

test.each([
  ['src/model/key.ts', "import { readPlan } from '../read/plan/plan.ts';"],
  ['src/model/key.ts', "import type { Json } from '../read/input/resource.ts';"],
  ['src/hcl/value/value.ts', "import type { Key } from '../../model/inventory.ts';"],
  ['src/hcl/value/value.ts', "import type { Scope } from '../../read/configuration/scope.ts';"],
  ['src/hcl/value/value.ts', "import { parsePolicy } from '../../policy/grammar/parse.ts';"],
  ['src/read/plan/plan.ts', "import { rules } from '../../../rules/index.ts';"],
  ['src/read/plan/plan.ts', "export { toInventory } from '../terraform/inventory.ts';"],
  ['src/read/plan/plan.ts', "import type { Scope } from '../configuration/scope.ts';"],
  ['src/read/configuration/scope.ts', "import { readPlan } from '../plan/plan.ts';"],
  ['src/lint/check.ts', "const page = await import('../report/text.ts');"],
  ['src/lint/run.ts', "import { main } from '../cli/main.ts';"],
  ['rules/a/rule.ts', "import { readText } from '../../src/read/terraform/attributes.ts';"],
  ['src/report/text.ts', "import type { Step } from '../runbook/step.ts';"],
  ['src/runbook/runbook.ts', "import { main } from '../cli/main.ts';"],
  ['rules/a/rule.ts', "import other from '../b/rule.ts';"],
  ['src/report/text.ts', "import { KMSClient } from '@aws-sdk/client-kms';"],
  ['src/report/asff.ts', "import { SecurityHub } from '@aws-sdk/client-securityhub';"],
  ['src/report/asff.ts', "const hub = await import('@aws-sdk/client-securityhub');"],
  ['src/report/csv.ts', "import type { Resource } from '@aws-sdk/client-securityhub';"],
  ['src/read/terraform/keys.ts', "import { parse } from '@cdktf/hcl2json';"],
  ['src/read/input/load.ts', 'const all = process.argv.slice(2);'],
  ['src/lint/check.ts', 'process.exit(1);'],
  ['src/report/text.ts', "console.log('x');"],
  ['src/read/read.ts', "import { readHcl } from './configuration/index.ts';"],
  ['src/fix/mend.ts', "import { openReport } from '../report/index.ts';"],
  ['src/cli/commands/check.ts', "import { fix } from '../../fix/mend.ts';"],
  ['src/elsewhere/new.ts', "import { yes } from '../model/truth.ts';"],
])('a planted violation is found: %s: %s', (path, text) => {
  expect(violations([{ path, text }])).toHaveLength(1);
});

test.each([
  ['src/record/aws/client.ts', "const sdk = await import('@aws-sdk/client-kms');"],
  ['src/report/asff.ts', "import type { Resource } from '@aws-sdk/client-securityhub';"],
  ['src/hcl/syntax/parse.ts', "import { parse } from '@cdktf/hcl2json';"],
  ['src/read/read.ts', "import type { Comment } from './configuration/index.ts';"],
  ['src/read/read.ts', "const { readHcl } = await import('./configuration/index.ts');"],
  ['src/hcl/value/value.ts', "import type { TextPart } from '../../model/value.ts';"],
  [
    'src/runbook/print/markdown.ts',
    "import { toCode } from '../../report/print/markdown-text.ts';",
  ],
  ['src/lint/suppress/suppress.ts', "import type { Finding } from '../../model/finding.ts';"],
  ['src/policy/compare/compare.ts', "import { yes } from '../../model/truth.ts';"],
  ['rules/a/rule.ts', "import { covers } from '../../src/policy/index.ts';"],
  ['src/cli/streams/io.ts', 'const { stdin } = process; process.exitCode = 1;'],
  ['src/model/a.ts', '/** Never process.exit here. */'],
])('what is allowed is let through: %s: %s', (path, text) => {
  expect(violations([{ path, text }])).toEqual([]);
});
