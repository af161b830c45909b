// node scripts/release.js VERSION [YYYY-MM-DD]: turns everything that names a version to a new one, and says what is left to
// do. It commits, tags and publishes nothing: a person reads the change first, and the workflow does the rest on the tag.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { releasedChangelog, releasedDocument, whyNot } from './release-texts.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const documents = ['README.md', 'docs/integrations.md'];
const [next = '', date = new Date().toISOString().slice(0, 10)] = process.argv.slice(2);
const run = (command, ...words) =>
  execFileSync(command, words, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });

const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const fault =
  whyNot(next, version) ??
  (/^\d{4}-\d\d-\d\d$/.test(date) ? null : `${date} is no day, as 2026-12-31`) ??
  (run('git', 'status', '--porcelain') === '' ? null : 'there are changes that are not committed');
if (fault !== null) {
  console.error(`release: ${fault}`);
  process.exit(2);
}

const change = (path, of) => writeFileSync(root + path, of(readFileSync(root + path, 'utf8')));
change('CHANGELOG.md', (text) => releasedChangelog(text, next, date));
for (const path of documents) change(path, (text) => releasedDocument(text, version, next));
run('npm', 'version', '--no-git-tag-version', '--ignore-scripts', next);
run('npm', 'run', '--silent', 'generate');
console.log(`everything names ${next} now. Read the change, run .ci/run, and then:

  git commit --all --message 'kmslint ${next}'
  git tag --sign v${next} --message 'kmslint ${next}'
  git push origin main v${next}`);
