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

/**
 * The command line; what one run need not load is in files of its own.
 * @type {import('esbuild').BuildOptions}
 */
export const commandLine = {
  ...common,
  entryPoints: { bin: 'src/bin.ts' },
  splitting: true,
  chunkNames: '[name]-[hash]',
};
