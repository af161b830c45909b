// Compiles the option schemas of the rules and the schema of snapshots to plain functions, so that no schema compiler is
// loaded at run time.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

const target = new URL('../src/generated/rule-options.js', import.meta.url);
const scratch = mkdtempSync(join(tmpdir(), 'kmslint-generate-'));

try {
  const bundle = join(scratch, 'rules.mjs');
  await build({
    entryPoints: [new URL('../rules/index.ts', import.meta.url).pathname],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: bundle,
    logLevel: 'error',
  });
  const { rules } = await import(pathToFileURL(bundle).href);
  const ajv = new Ajv({ code: { source: true, esm: true }, strict: true });
  const names = {};
  const withOptions = rules.filter((rule) => rule.options !== undefined);
  for (const rule of withOptions) {
    const name = rule.id.replaceAll('-', '_');
    ajv.addSchema({ $id: name, ...rule.options });
    names[name] = name;
  }
  const code = standaloneCode.default(ajv, names).replaceAll('export const', '\nexport const');
  const table = withOptions
    .map((rule) => `  ${JSON.stringify(rule.id)}: ${rule.id.replaceAll('-', '_')},`)
    .join('\n');
  writeFileSync(
    target,
    `// Made by \`npm run generate\`; do not edit.\n${code}\nexport const validators = {\n${table}\n};\n`,
  );
} finally {
  rmSync(scratch, { recursive: true });
}

const snapshotSchema = JSON.parse(
  readFileSync(new URL('../schema/snapshot.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv({
  code: { source: true, esm: true },
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
});
ajv.addSchema(snapshotSchema);
const code = standaloneCode
  .default(ajv, {
    validateSnapshot: snapshotSchema.$id,
    validateKey: `${snapshotSchema.$id}#/definitions/key`,
  })
  .replaceAll('export const', '\nexport const');
writeFileSync(
  new URL('../src/generated/snapshot.js', import.meta.url),
  `// Made by \`npm run generate\`; do not edit.\n${code}\n`,
);
