// npm runs this after `npm ci`, before packing, and when the package is installed from git.
// An install from git with `--global` hands `global=true` down to the install that should fetch the development
// dependencies: they then end up elsewhere, and are fetched here, without running any package's scripts.
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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
unlinkClone();

/**
 * Without `--install-links`, that inner install also links the global package to the temporary clone it runs in;
 * the outer install would then unpack the package through the link, into a folder that npm is about to delete.
 */
function unlinkClone() {
  const {
    npm_config_global: global,
    npm_config_prefix: prefix,
    npm_config_global_prefix: globalPrefix,
  } = process.env;
  if (global !== 'true') return;
  for (const place of [prefix, globalPrefix]) {
    if (place === undefined) continue;
    const link = join(place, process.platform === 'win32' ? '' : 'lib', 'node_modules', 'kmslint');
    if (!isLinkTo(link, root)) continue;
    rmSync(link);
    mkdirSync(link);
  }
}

function isLinkTo(link, target) {
  try {
    return lstatSync(link).isSymbolicLink() && realpathSync(link) === realpathSync(target);
  } catch {
    return false;
  }
}
