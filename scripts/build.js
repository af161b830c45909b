// Bundles the command line, the library and the parser's thread to dist/, with the WebAssembly they load, types, and
// the licences of what is bundled: an install needs no other package, and runs no package's install script.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { licence as credentialPatterns } from '../src/generated/credential-patterns.js';
import {
  common,
  commandLine,
  libraries,
  plainFiles,
  proxyAgent,
  threads,
  requiring,
  root,
  webAssembly,
} from './bundle.js';

const dist = join(root, 'dist');
const require = createRequire(import.meta.url);

/** What packages leave unsaid: the Go modules that are compiled into the parser, by its go.mod. */
const also = {
  '@cdktf/hcl2json': `Source code: https://github.com/hashicorp/terraform-cdk/tree/v0.21.0/packages/@cdktf/hcl2json
Licence text: https://mozilla.org/MPL/2.0/
main.wasm.gz is compiled from it, Go and its modules, unchanged: hashicorp/hcl (MPL-2.0), tmccombs/hcl2json (Apache-2.0),
zclconf/go-cty (MIT), agext/levenshtein (Apache-2.0), apparentlymart/go-textseg (MIT), mitchellh/go-wordwrap (MIT),
Go and golang.org/x/text (BSD-3-Clause).`,
};

function licencesOf(inputs) {
  const names = new Set();
  for (const input of inputs) {
    const match = /(?:node_modules\/|^)((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match !== null) names.add(match[1]);
  }
  return [...names]
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((name) => {
      const folder = join(root, 'node_modules', name);
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
      return `${[`${name} ${version} (${license})`, text, also[name] ?? ''].filter(Boolean).join('\n\n')}\n`;
    });
}

/** Of what is no release, and stands at the root of its own repository: a release is the same bytes wherever it is built. */
function commitOf() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (!String(version).includes('-')) return null;
  const git = (...words) =>
    execFileSync('git', words, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  try {
    return git('rev-parse', '--show-prefix').trim() === '' ? git('rev-parse', 'HEAD').trim() : null;
  } catch {
    return null;
  }
}

/** Maps lead from an error back to these sources: of a file that has nothing but packages in it they are weight alone. */
function dropForeignMaps() {
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.map')) continue;
    const map = join(dist, name);
    /** @type {{ readonly sources: readonly string[] }} */
    const { sources } = JSON.parse(readFileSync(map, 'utf8'));
    if (sources.some((source) => /^(?:\.\.\/)+src\//.test(source))) continue;
    const code = map.slice(0, -'.map'.length);
    const text = readFileSync(code, 'utf8');
    writeFileSync(code, text.replace(/\n\/\/# sourceMappingURL=\S+\n*$/, '\n'));
    rmSync(map);
  }
}

const commit = commitOf();
const define = commit === null ? {} : { KMSLINT_COMMIT: JSON.stringify(commit) };

rmSync(dist, { recursive: true, force: true });
// Each on its own: what they shared would be one more file to find and to load at every start.
const parts = await Promise.all(
  [
    commandLine,
    { ...commandLine, entryPoints: { index: 'src/index.ts' } },
    threads,
    proxyAgent,
  ].map((part) => build({ ...part, define, outdir: 'dist', metafile: true })),
);
// The parser looks for its WebAssembly one folder above its own; `performance` is global in every Node.js.
const worker = await build({
  ...common,
  outdir: 'dist',
  metafile: true,
  entryPoints: { 'hcl-worker': 'src/hcl/syntax/worker.js' },
  plugins: [plainFiles()],
  external: ['performance'],
  banner: {
    js: `${requiring.js}
const __dirname = require('node:path').join(import.meta.dirname, 'lib');`,
  },
});
const besides = await build({ ...libraries, outdir: 'dist', metafile: true });
for (const path of webAssembly) {
  copyFileSync(join(root, 'node_modules', path), join(dist, path.slice(path.lastIndexOf('/') + 1)));
}
dropForeignMaps();
chmodSync(join(dist, 'bin.js'), 0o755);
const { KMSLINT_METAFILE: metafilePath } = process.env;
// For the bill of materials: what went into which file.
if (metafilePath !== undefined) {
  const of = (member) =>
    Object.assign({}, ...[...parts, worker, besides].map(({ metafile }) => metafile[member]));
  const [inputs, outputs] = [of('inputs'), of('outputs')];
  for (const path of webAssembly) {
    const source = `node_modules/${path}`;
    inputs[source] = { bytes: 1, imports: [] };
    outputs[`dist/${path.slice(path.lastIndexOf('/') + 1)}`] = {
      bytes: 1,
      inputs: { [source]: { bytesInOutput: 1 } },
      imports: [],
      exports: [],
    };
  }
  writeFileSync(metafilePath, JSON.stringify({ inputs, outputs }));
}
const bundled = [...parts, worker, besides].flatMap(({ metafile }) =>
  Object.keys(metafile.inputs).filter((input) => input.includes('node_modules/')),
);
writeFileSync(
  join(dist, 'THIRD-PARTY-LICENSES'),
  [...licencesOf([...bundled, ...webAssembly]), `${credentialPatterns}\n`].join('\n----\n\n'),
);

const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
if (existsSync(compiler)) {
  execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], {
    stdio: 'inherit',
  });
}
