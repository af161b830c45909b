// Takes the picture of the HTML report in README.md with a Chromium of this machine, and writes down which findings it shows.
// Run it by hand, `npm run build` first: no other command needs a browser for it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { inputs, shownBy } from './report-picture.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const names = ['chromium', 'chromium-browser', 'google-chrome'];
const found = names.map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim());
const executablePath = found.find((path) => path !== '');
if (executablePath === undefined) {
  throw new Error(`there is no browser: install one of ${names.join(', ')}`);
}

const scratch = mkdtempSync(join(tmpdir(), 'kmslint-picture-'));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const page = join(scratch, 'report.html');
  const args = [join(root, 'dist/bin.js'), ...inputs, '--fail-on', 'none', '--allow-gaps'];
  execFileSync(process.execPath, [...args, '-f', `html=${page}`], { cwd: root });
  const context = await browser.newContext({
    viewport: { width: 1200, height: 1100 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  const tab = await context.newPage();
  await tab.goto(pathToFileURL(page).href);
  await tab.screenshot({ path: join(root, 'docs/pictures/report.png') });
  writeFileSync(join(root, 'docs/pictures/report.sha256'), `${shownBy(root)}\n`);
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true });
}
