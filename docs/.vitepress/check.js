// Looks whether every link and picture of the built site leads to a page, a heading or a file of it. VitePress looks for pages alone.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** @param {string} folder where the site was built to */
export function deadLinks(folder) {
  const pages = readdirSync(folder, { recursive: true })
    .map((name) => String(name).replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.html') && name !== '404.html');
  return pages.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/ (?:href|src)="([^"]+)"/g)]
      .map(([, target]) => target.replaceAll('&amp;', '&'))
      .filter((target) => !/^(?:https?:|data:|mailto:)/.test(target))
      .filter((target) => !leadsSomewhere(folder, name, target))
      .map((target) => `${name}: ${target}`),
  );
}

function leadsSomewhere(folder, page, target) {
  const [path, anchor = ''] = decodeURI(target).split('#');
  const at = path === '' ? page : path.startsWith('/') ? path.slice(1) : join(dirname(page), path);
  const file = [at, `${at}.html`, join(at, 'index.html')]
    .map((name) => join(folder, name))
    .find((name) => /\.\w+$/.test(name) && existsSync(name));
  if (file === undefined) return false;
  return anchor === '' || readFileSync(file, 'utf8').includes(` id="${anchor}"`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const dead = deadLinks(fileURLToPath(new URL('dist', import.meta.url)));
  for (const link of dead) process.stderr.write(`leads nowhere: ${link}\n`);
  if (dead.length > 0) process.exitCode = 1;
}
