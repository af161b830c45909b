// npm runs this after `npm ci`, before packing, and when the package is installed from git.
// An install from git with `--global` hands `global=true` down to the install that should fetch the development
// dependencies: they then end up elsewhere, and are fetched here, without running any package's scripts.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

if (!existsSync(new URL('../node_modules/esbuild', import.meta.url))) {
  const env = Object.entries(process.env).filter(
    ([name]) => !/^npm_config_(?:global|location|prefix|omit|include|production|only)$/i.test(name),
  );
  execFileSync(
    'npm',
    ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--global=false'],
    {
      cwd: root,
      env: Object.fromEntries(env),
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    },
  );
}
await import('./build.js');
