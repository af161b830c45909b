// node scripts/build-executable.js DIRECTORY: kmslint in one file with Node.js in it, a single executable application, for the
// platform that this runs on. It wants Node.js 24 or later, its own or the one that KMSLINT_NODE names; the sources are those
// of dist/, bundled as one script, with what lies beside it there as assets: src/text/assets.ts finds them.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { common, libraries, ownHelp, plainFiles, root, webAssembly } from './bundle.js';

const { KMSLINT_NODE: node = process.execPath } = process.env;
const directory = resolve(process.argv[2] ?? join(root, 'dist-executable'));
const scratch = mkdtempSync(join(tmpdir(), 'kmslint-executable-'));
const run = (command, ...words) =>
  execFileSync(command, words, {
    cwd: scratch,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** One script, which has no `import.meta`: what asks for its own place gets that of the executable. */
const script = {
  ...common,
  outdir: scratch,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  sourcemap: false,
  target: 'node24',
  // What `vm` runs may not import; what is not bundled is Node.js's own, which can be required.
  supported: { 'dynamic-import': false },
  minifyWhitespace: true,
  minifySyntax: true,
  define: { KMSLINT_ONE_FILE: 'true', 'import.meta.url': 'KMSLINT_URL' },
  banner: {
    js: 'const KMSLINT_URL = require("node:url").pathToFileURL(process.execPath).href;',
  },
};

/** Packages that a scan alone needs: an asset of their own, so that no other start reads them. */
const scanning = new Set();
const apart = {
  name: 'apart',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:@aws-sdk\/|@smithy\/|proxy-agent$)/ }, ({ path }) => {
      scanning.add(path);
      return { path, namespace: 'apart' };
    });
    onLoad({ filter: /.*/, namespace: 'apart' }, ({ path }) => ({
      contents: `module.exports = require('./src/text/assets.ts').assetModule('scan.cjs')[${JSON.stringify(path)}];`,
      resolveDir: root,
    }));
  },
};

/** web-tree-sitter makes a `require` of its own place, under that name: here is one already. */
const oneRequire = {
  name: 'one-require',
  setup({ onLoad }) {
    onLoad({ filter: /web-tree-sitter\.js$/ }, ({ path }) => {
      const [before, after, ...more] = readFileSync(path, 'utf8').split(
        'var require = createRequire(import.meta.url);',
      );
      if (after === undefined || more.length > 0) throw new Error(`${path} is not as it was`);
      return { contents: before + after, loader: 'js' };
    });
  },
};

try {
  const version = Number(run(node, '-p', 'process.versions.node').split('.')[0]);
  if (version < 24) throw new Error(`${node} is Node.js ${version}; 24 or later is wanted`);
  await build({
    ...script,
    stdin: {
      contents: "import { run } from './src/cli/process.ts';\nvoid run();",
      resolveDir: root,
      sourcefile: 'executable.js',
    },
    outdir: undefined,
    outfile: join(scratch, 'kmslint.cjs'),
    external: ['tinypool'],
    plugins: [apart, oneRequire, ownHelp],
    // An expression that is a function: `vm` runs scripts, and knows no `require`.
    banner: { js: `(function (require) { const module = { exports: {} }; ${script.banner.js}` },
    footer: { js: '})' },
  });
  await build({
    ...script,
    entryPoints: { 'hcl-worker': 'src/hcl/syntax/worker.js' },
    plugins: [
      plainFiles(
        'exports.readFile = async () => new Uint8Array(require("node:sea").getRawAsset("main.wasm.gz"));',
      ),
    ],
    external: ['performance'],
  });
  const members = [...scanning].map((name) => {
    const text = JSON.stringify(name);
    return `  get ${text}() { return require(${text}); },`;
  });
  await build({
    ...script,
    stdin: { contents: `module.exports = {\n${members.join('\n')}\n};`, resolveDir: root },
    outdir: undefined,
    outfile: join(scratch, 'scan.cjs'),
  });
  await build({ ...libraries, outdir: scratch, sourcemap: false, minify: true });
  copyFileSync(join(root, 'scripts', 'executable-main.cjs'), join(scratch, 'main.cjs'));
  warm();
  const pages = readdirSync(join(root, 'rules'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const held = [
    ...[
      'kmslint.cjs',
      'kmslint.cache',
      'scan.cjs',
      'hcl-worker.cjs',
      'minimatch.cjs',
      're2js.cjs',
      'yaml.cjs',
    ].map((name) => [name, name]),
    ...webAssembly.map((path) => [basename(path), join(root, 'node_modules', path)]),
    ...pages.map(({ name }) => [`rules/${name}/README.md`, join(root, 'rules', name, 'README.md')]),
  ];
  const config = {
    main: 'main.cjs',
    output: 'kmslint.blob',
    disableExperimentalSEAWarning: true,
    assets: Object.fromEntries(held),
  };
  writeFileSync(join(scratch, 'sea.json'), JSON.stringify(config));
  run(node, '--experimental-sea-config', 'sea.json');
  inject();
} finally {
  rmSync(scratch, { recursive: true });
}

/** Keeps what V8 compiles while a plan is judged: else all of it would be compiled again at every start. */
function warm() {
  copyFileSync(join(root, 'fixtures', 'demo', 'plan.json'), join(scratch, 'plan.json'));
  execFileSync(node, ['main.cjs', '--fail-on', 'none', 'plan.json'], {
    cwd: scratch,
    stdio: 'ignore',
    env: { ...process.env, KMSLINT_MAKE_CACHE: 'kmslint.cache' },
  });
}

/** The blob goes into a copy of Node.js; macOS wants it signed again, if by nobody. */
function inject() {
  const isWindows = process.platform === 'win32';
  const isMac = process.platform === 'darwin';
  const file = join(directory, isWindows ? 'kmslint.exe' : 'kmslint');
  mkdirSync(directory, { recursive: true });
  copyFileSync(node, file);
  chmodSync(file, 0o755);
  if (isMac) run('codesign', '--remove-signature', file);
  execFileSync(
    'npx',
    [
      '--yes',
      'postject@1.0.0-alpha.6',
      file,
      'NODE_SEA_BLOB',
      join(scratch, 'kmslint.blob'),
      '--sentinel-fuse',
      'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2',
      ...(isMac ? ['--macho-segment-name', 'NODE_SEA'] : []),
    ],
    { stdio: ['ignore', 'ignore', 'inherit'], shell: isWindows },
  );
  if (isMac) run('codesign', '--sign', '-', file);
  console.log(file);
}
