// Compiles the option schemas of the rules, and the schemas of snapshots, configuration and baseline, to plain functions,
// so that no schema compiler is loaded at run time; writes the last two schemas, that of ndjson, and the reference of the
// configuration;
// bundles the script and the style of the HTML report to two texts.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { configReference } from './config-reference.js';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'kmslint-generate-'));
/** The SDK's own data, which it gives out one answer at a time. */
const partitionsModule =
  './node_modules/@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js';
const head = '// Made by `npm run generate`; do not edit.\n';

try {
  const entry = join(scratch, 'entry.mjs');
  await build({
    stdin: {
      contents: `export { rules } from './rules/index.ts';
export { configSchema } from './src/lint/config/schema.ts';
export { baselineSchema } from './src/lint/baseline/schema.ts';
export { partitionsInfo } from '${partitionsModule}';`,
      resolveDir: at('.'),
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: entry,
    logLevel: 'error',
  });
  const { rules, configSchema, baselineSchema, partitionsInfo } = await import(
    pathToFileURL(entry).href
  );
  writeRuleOptions(rules.filter((rule) => rule.options !== undefined));
  const config = configSchema(rules);
  for (const [name, schema] of Object.entries({ config, baseline: baselineSchema })) {
    writeFileSync(at(`schema/${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
  }
  writeValidator('config', 'validateConfig', config, { allErrors: true });
  writeValidator('baseline', 'validateBaseline', baselineSchema, {});
  writeSnapshotValidators();
  writePartitions(partitionsInfo.partitions);
  writeReference(config);
  writeRowSchema();
  await writeReportPage();
} finally {
  rmSync(scratch, { recursive: true });
}

/** A line of ndjson is a finding of the JSON report, with the run in front. */
function writeRowSchema() {
  const report = JSON.parse(readFileSync(at('schema/report.schema.json'), 'utf8'));
  const { finding, ...known } = report.definitions;
  const texts = (description) => ({ type: 'string', description, minLength: 1 });
  const properties = {
    version: {
      const: 1,
      description: 'Of this schema. What is described here does not change within it.',
    },
    runId: texts('Tells the rows of one run from those of another: --run-id, or a random one.'),
    recordedAt: {
      type: ['string', 'null'],
      format: 'date-time',
      description:
        'When AWS had answered about the account and Region; null for plans and configurations.',
    },
    scope: texts('Root module, plan, or account and Region.'),
    ...finding.properties,
    title: texts('What the verdict is about.'),
  };
  const schema = {
    $schema: report.$schema,
    $id: report.$id.replace('report.schema', 'ndjson.schema'),
    title: 'kmslint finding',
    type: 'object',
    description:
      'A line of kmslint --format ndjson: one finding, and with --all one verdict. Ignore members that you do not know.',
    required: Object.keys(properties),
    properties,
    definitions: definitionsIn(properties, known),
  };
  writeFileSync(at('schema/ndjson.schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
}

/** The definitions that a schema leads to, in their order. */
function definitionsIn(schema, known) {
  const named = new Set();
  const look = (value) => {
    for (const [, name] of JSON.stringify(value).matchAll(/"#\/definitions\/(\w+)"/g)) {
      if (named.has(name)) continue;
      named.add(name);
      look(known[name]);
    }
  };
  look(schema);
  return Object.fromEntries(Object.entries(known).filter(([name]) => named.has(name)));
}

function writeRuleOptions(withOptions) {
  const ajv = new Ajv({ code: { source: true, esm: true }, strict: true });
  const names = {};
  for (const rule of withOptions) {
    const name = rule.id.replaceAll('-', '_');
    ajv.addSchema({ $id: name, ...rule.options });
    names[name] = name;
  }
  const code = standaloneCode.default(ajv, names).replaceAll('export const', '\nexport const');
  const table = withOptions
    .map((rule) => `  ${JSON.stringify(rule.id)}: ${rule.id.replaceAll('-', '_')},`)
    .join('\n');
  const text = `${head}${code}\nexport const validators = {\n${table}\n};\n`;
  writeFileSync(at('src/generated/rule-options.js'), text);
}

/**
 * `verbose`: errors carry the schema around them, and so the names that may have been meant. `allErrors`: a configuration is
 * small, and all that is wrong with it is told at once.
 */
function writeValidator(file, name, schema, options) {
  const ajv = new Ajv({
    code: { source: true, esm: true },
    strict: true,
    strictTypes: false,
    allowUnionTypes: true,
    verbose: true,
    inlineRefs: false,
    ...options,
  });
  ajv.addSchema(schema);
  const code = standaloneCode.default(ajv, { [name]: schema.$id });
  if (code.includes('require(')) throw new Error('the compiled schemas need ajv at run time');
  const text = `${head}${code.replaceAll('export const', '\nexport const')}\n`;
  writeFileSync(at(`src/generated/${file}.js`), text);
}

/** The part of the page between its two marks is made of the schema. */
function writeReference(schema) {
  const path = at('docs/configuration.md');
  const [begin, end] = ['<!-- generated: begin -->', '<!-- generated: end -->'];
  const page = readFileSync(path, 'utf8');
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${path} has lost the marks of its generated part`);
  writeFileSync(path, `${before}${begin}\n\n${configReference(schema)}\n${end}${after}`);
}

function writeSnapshotValidators() {
  const schema = JSON.parse(readFileSync(at('schema/snapshot.schema.json'), 'utf8'));
  const ajv = new Ajv({
    code: { source: true, esm: true },
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
  });
  ajv.addSchema(schema);
  const code = standaloneCode.default(ajv, {
    validateSnapshot: schema.$id,
    validateKey: `${schema.$id}#/definitions/key`,
  });
  const text = `${head}${code.replaceAll('export const', '\nexport const')}\n`;
  writeFileSync(at('src/generated/snapshot.js'), text);
}

/** In which partition a Region lies: what its ARNs begin with; and the Regions by name, for shells to offer. */
function writePartitions(partitions) {
  const lines = partitions.map(({ id, regionRegex, regions }) => {
    const pattern = new RegExp(regionRegex);
    const stray = Object.keys(regions).find(
      (name) => !pattern.test(name) && !name.endsWith('-global'),
    );
    if (stray !== undefined) throw new Error(`${stray} is not told by the pattern of ${id}`);
    return `  { name: ${JSON.stringify(id)}, regions: ${String(pattern)} },`;
  });
  const text = `${head}export const partitions = [\n${lines.join('\n')}\n];\n`;
  writeFileSync(at('src/generated/partitions.js'), text);
  const regions = partitions
    .flatMap((partition) => Object.keys(partition.regions))
    .filter((name) => !String(name).endsWith('-global'));
  const names = `${head}export const regions = ${JSON.stringify(regions)};\n`;
  writeFileSync(at('src/generated/regions.js'), names);
}

async function writeReportPage() {
  const [script, style] = await Promise.all(
    ['client/main.ts', 'style.css'].map(async (entry) => {
      const { outputFiles } = await build({
        entryPoints: [at(`src/report/html/${entry}`)],
        bundle: true,
        write: false,
        minify: true,
        format: 'iife',
        target: ['chrome109', 'firefox115', 'safari16.4'],
        charset: 'ascii',
        legalComments: 'none',
        logLevel: 'error',
      });
      return outputFiles[0].text.trim();
    }),
  );
  for (const text of [script, style]) {
    if (/<\/|<!--/.test(text))
      throw new Error('the script or style of the HTML report could end its element');
  }
  // Of a text without a type its declaration would be the whole of it.
  const type = '/** @type {string} */\n';
  const code = `${type}export const script =\n  ${JSON.stringify(script)};\n${type}export const style =\n  ${JSON.stringify(style)};\n`;
  writeFileSync(at('src/generated/report-page.js'), `${head}${code}`);
}
