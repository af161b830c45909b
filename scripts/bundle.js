// How the parts of dist/ are bundled, for the build and for the tests that run what it makes.
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * What every part has in common: lines stay lines, and beside each file lies the map that leads back to the sources.
 * @type {import('esbuild').BuildOptions}
 */
export const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'none',
  // The AWS SDK's parts are to be one copy each: modules, for a bundle has no `require` to load the others with.
  mainFields: ['module', 'main'],
  // The build for browsers is of ES modules, and asks nothing of Node.js.
  alias: { yaml: './node_modules/yaml/browser/dist/index.js' },
  logLevel: 'warning',
};

/** Packages that ask Node for its modules by `require`, which a bundle of ES modules has not. */
export const requiring = {
  js: `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);`,
};

/** The way through proxies is a file of its own, made below: few need it, and it is large. */
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /^proxy-agent$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './proxy-agent.js', external: true } : undefined,
    );
  },
};

/** What yargs would lay its own help pages out with is left out: nobody sees them. */
export const ownHelp = {
  name: 'own-help',
  setup({ onResolve }) {
    onResolve({ filter: /^(?:cliui|string-width)$/ }, ({ importer }) =>
      /[\\/]node_modules[\\/]yargs[\\/]/.test(String(importer))
        ? { path: fileURLToPath(new URL('no-layout.js', import.meta.url)) }
        : undefined,
    );
  },
};

/**
 * @type {import('esbuild').BuildOptions}
 */
export const proxyAgent = {
  ...common,
  entryPoints: { 'proxy-agent': 'proxy-agent' },
  banner: requiring,
};

/**
 * The command line; what one run need not load is in files of its own.
 * @type {import('esbuild').BuildOptions}
 */
export const commandLine = {
  ...common,
  entryPoints: { bin: 'src/bin.ts' },
  plugins: [apart, ownHelp],
  splitting: true,
  chunkNames: '[name]-[hash]',
};

/**
 * A thread that reads accounts, with the half of its pool that runs in it, which the pool looks for in a folder `entry`;
 * and one that judges them.
 * @type {import('esbuild').BuildOptions}
 */
export const threads = {
  ...commandLine,
  entryPoints: {
    'record-worker': 'src/record/threads/worker.ts',
    'judge-worker': 'src/lint/accounts/worker.ts',
    'entry/worker': 'node_modules/tinypool/dist/entry/worker.js',
  },
};

/** What HashiCorp's parser asks of fs-extra: one function. */
export const plainFiles = (contents = 'module.exports = require("node:fs/promises");') => ({
  name: 'plain-files',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^fs-extra$/ }, () => ({ path: 'fs-extra', namespace: 'plain' }));
    onLoad({ filter: /.*/, namespace: 'plain' }, () => ({ contents, loader: 'js' }));
  },
});

/** WebAssembly that is loaded from beside the code. */
export const webAssembly = [
  'web-tree-sitter/web-tree-sitter.wasm',
  '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm',
  '@cdktf/hcl2json/main.wasm.gz',
];

/**
 * What few configurations need is loaded in the midst of an evaluation, which does not wait: each is a file of its own.
 * @type {import('esbuild').BuildOptions}
 */
export const libraries = {
  ...common,
  entryPoints: { minimatch: 'minimatch', re2js: 're2js', yaml: 'yaml' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
};
