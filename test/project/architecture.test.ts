import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** From left to right: a file may import what stands in its own layer or left of it, but for `islands`. */
const layers: readonly (readonly [string, RegExp])[] = [
  ['base', /^src\/(?:day|errors|escape|heap|suggest|version)\.ts$/],
  ['model', /^src\/model\//],
  ['policy', /^src\/policy\//],
  [
    'inputs',
    /^src\/read\/(?:resource|json|address|text|recognise|load|root-module)\.ts$|^src\/generated\/snapshot\b/,
  ],
  ['sources', /^src\/read\/(?:plan|hcl|aws)\/|^src\/read\/(?:live|snapshot)\b/],
  ['terraform', /^src\/read\/terraform\//],
  ['read', /^src\/read\/[^/]+\.ts$/],
  ['record', /^src\/record\//],
  ['rule', /^src\/(?:rule|remedy)\.ts$/],
  ['rules', /^rules\//],
  ['check', /^src\/check\.ts$/],
  ['options', /^src\/(?:options|page)\.ts$|^src\/(?:config|generated)\//],
  ['suppress', /^src\/suppress\b/],
  ['baseline', /^src\/baseline\b/],
  ['report', /^src\/report\//],
  ['run', /^src\/run\.ts$/],
  ['index', /^src\/index\.ts$/],
  ['write', /^src\/write\.ts$/],
  ['commands', /^src\/cli\//],
  ['cli', /^src\/cli\.ts$/],
  ['bin', /^src\/bin\.ts$/],
];

/** Neighbours of one layer that know nothing of each other. */
const islands = [/^src\/read\/(plan|hcl|aws|live)\b/, /^rules\/([^/]+)\//];

/** What rules may see: never where an inventory came from. */
const hiddenFromRules = /^src\/read\//;

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
    const isKnown = path.startsWith('src/read/aws/') || isTyped(path, name, text);
    return isKnown ? [] : fault('only read/aws knows the AWS SDK');
  }
  if (/hcl|tree-sitter/.test(name) && !name.startsWith('.')) {
    return path.startsWith('src/read/hcl/') ? [] : fault('only read/hcl knows an HCL parser');
  }
  if (!name.startsWith('.') || name.endsWith('package.json')) return [];
  const target = normalize(join(dirname(path), name));
  if (path.startsWith('rules/') && hiddenFromRules.test(target))
    return fault('rules see the model');
  const [here, there] = [layerOf(path), layerOf(target)];
  if (here === -1) return [`${path} stands in no layer`];
  if (there === -1 || there > here) return fault('it does not stand to the left');
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

function layerOf(path: string): number {
  return layers.findIndex(([, pattern]) => pattern.test(path));
}

/** Arguments, streams and exit codes belong to the command line alone. */
function worldFaults(path: string, text: string): readonly string[] {
  if (/^src\/(?:bin|cli)\.ts$|^src\/cli\//.test(path)) return [];
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  const found =
    /\bprocess\s*\.\s*(?:argv|stdin|stdout|stderr|exit|exitCode|env|cwd)\b|\bconsole\./.exec(code);
  return found === null ? [] : [`${path} uses ${found[0]}`];
}

/** What reads configurations is loaded when there is one: a plan alone pays for no evaluator and no parser. */
function eagerFaults(path: string, text: string): readonly string[] {
  if (path.startsWith('src/read/hcl/')) return [];
  const eager = text.matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?\bfrom\s+'(\.[^']+)'/gm);
  return [...eager].flatMap(([, name = '']) =>
    normalize(join(dirname(path), name)).startsWith('src/read/hcl/')
      ? [`${path} loads ${name} at once`]
      : [],
  );
}

function modulesIn(folder: string): readonly Module[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

test('imports go to the left alone, and only the command line knows the process', () => {
  const modules = [...modulesIn('src'), ...modulesIn('rules')];
  expect(modules.length).toBeGreaterThan(50);
  expect(violations(modules)).toEqual([]);
});

test.each([
  ['src/model/key.ts', "import { readPlan } from '../read/plan/plan.ts';"],
  ['src/model/key.ts', "import type { Json } from '../read/resource.ts';"],
  ['src/read/plan/plan.ts', "import { rules } from '../../../rules/index.ts';"],
  ['src/read/plan/plan.ts', "export { toInventory } from '../terraform/inventory.ts';"],
  ['src/read/plan/plan.ts', "import type { Parse } from '../hcl/parse.ts';"],
  ['src/read/hcl/parse.ts', "import { readPlan } from '../plan/plan.ts';"],
  ['src/check.ts', "const page = await import('./report/text.ts');"],
  ['src/run.ts', "import { main } from './cli.ts';"],
  ['rules/a/rule.ts', "import { readText } from '../../src/read/terraform/attributes.ts';"],
  ['rules/a/rule.ts', "import other from '../b/rule.ts';"],
  ['src/report/text.ts', "import { KMSClient } from '@aws-sdk/client-kms';"],
  ['src/report/asff.ts', "import { SecurityHub } from '@aws-sdk/client-securityhub';"],
  ['src/report/asff.ts', "const hub = await import('@aws-sdk/client-securityhub');"],
  ['src/report/csv.ts', "import type { Resource } from '@aws-sdk/client-securityhub';"],
  ['src/read/terraform/keys.ts', "import { parse } from '@cdktf/hcl2json';"],
  ['src/read/load.ts', 'const all = process.argv.slice(2);'],
  ['src/check.ts', 'process.exit(1);'],
  ['src/report/text.ts', "console.log('x');"],
  ['src/read/read.ts', "import { readHcl } from './hcl/index.ts';"],
  ['src/elsewhere/new.ts', "import { yes } from '../model/truth.ts';"],
])('a planted violation is found: %s: %s', (path, text) => {
  expect(violations([{ path, text }])).toHaveLength(1);
});

test.each([
  ['src/read/aws/client.ts', "const sdk = await import('@aws-sdk/client-kms');"],
  ['src/report/asff.ts', "import type { Resource } from '@aws-sdk/client-securityhub';"],
  ['src/read/hcl/parse.ts', "import { parse } from '@cdktf/hcl2json';"],
  ['src/read/read.ts', "import type { Comment } from './hcl/index.ts';"],
  ['src/read/read.ts', "const { readHcl } = await import('./hcl/index.ts');"],
  ['src/suppress.ts', "import type { Finding } from './model/finding.ts';"],
  ['src/policy/compare.ts', "import { yes } from '../model/truth.ts';"],
  ['rules/a/rule.ts', "import { covers } from '../../src/policy/compare.ts';"],
  ['src/cli/io.ts', 'const { stdin } = process; process.exitCode = 1;'],
  ['src/model/a.ts', '/** Never process.exit here. */'],
])('what is allowed is let through: %s: %s', (path, text) => {
  expect(violations([{ path, text }])).toEqual([]);
});
