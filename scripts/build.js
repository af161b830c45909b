// Bundles the command line and the library to dist/, with types and the licences of what is bundled.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const require = createRequire(import.meta.url);

/**
 * What yargs loads and hardly uses, each costly at every start: three copies of string-width with their Unicode tables
 * (help is ASCII), and Node's assert with all that it pulls in.
 */
const light = {
  'string-width': 'export default (text) => text.replace(/\\u001b\\[[0-9;]*m/g, "").length;',
  assert: `
    const demand = (holds, message) => { if (!holds) throw new Error(message); };
    export const strictEqual = (a, b, message) => demand(Object.is(a, b), message);
    export const notStrictEqual = (a, b, message) => demand(!Object.is(a, b), message);`,
};

const lighten = {
  name: 'lighten',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:string-width|assert)$/ }, ({ path }) => ({
      path,
      namespace: 'light',
    }));
    onLoad({ filter: /.*/, namespace: 'light' }, ({ path }) => ({
      contents: light[path],
      loader: 'js',
    }));
  },
};

function licencesOf(inputs) {
  const names = new Set();
  for (const input of Object.keys(inputs)) {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match !== null) names.add(match[1]);
  }
  return [...names]
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((name) => {
      const folder = join(root, 'node_modules', name);
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
      return `${name} ${version} (${license})\n\n${text}\n`;
    });
}

rmSync(dist, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { bin: 'src/bin.ts', index: 'src/index.ts' },
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  outdir: 'dist',
  chunkNames: '[name]-[hash]',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  plugins: [lighten],
  metafile: true,
  logLevel: 'warning',
});
chmodSync(join(dist, 'bin.js'), 0o755);
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES'), licencesOf(metafile.inputs).join('\n----\n\n'));

const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
if (existsSync(compiler)) {
  execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], {
    stdio: 'inherit',
  });
}
