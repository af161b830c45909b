// Compiles the option schemas of the rules to plain functions, so that no schema compiler is loaded at run time; and
// bundles the script and the style of the HTML report to two texts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

const page = new URL('../src/report/html/', import.meta.url);
const [script, style] = await Promise.all(
  ['client/main.ts', 'style.css'].map(async (entry) => {
    const { outputFiles } = await build({
      entryPoints: [new URL(entry, page).pathname],
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
writeFileSync(
  new URL('../src/generated/report-page.js', import.meta.url),
  `// Made by \`npm run generate\`; do not edit.
export const script =
  ${JSON.stringify(script)};
export const style =
  ${JSON.stringify(style)};
`,
);
