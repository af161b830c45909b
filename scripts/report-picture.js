// What the picture of the HTML report shows, for the script that takes it and for the test that says when it is old.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The page is made of a small account, as it was recorded twice. */
export const inputs = ['fixtures/live/snapshot.json', '--previous', 'fixtures/live/previous.json'];

/**
 * The findings that the page tells and the style that it tells them in, as a hash: where one of these is another, the
 * picture is old.
 * @param {string} root the folder of the repository
 */
export function shownBy(root) {
  const { stdout } = spawnSync(
    process.execPath,
    [join(root, 'dist/bin.js'), ...inputs, '-f', 'json'],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  const told = JSON.parse(stdout).findings.map(({ kind, severity, ruleId, subject, message }) =>
    [kind, severity, ruleId, subject, message].join('\n'),
  );
  const style = readFileSync(join(root, 'src/report/html/style.css'), 'utf8');
  return createHash('sha256')
    .update([...told, style].join('\n\n'))
    .digest('hex');
}
