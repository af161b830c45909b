// What a release changes in the texts of this repository, as pure functions of them.

const repository = 'https://github.com/kmslint/kmslint';
const version = /^\d+\.\d+\.\d+$/;

/**
 * @param {string} next the version that is asked for
 * @param {string} current that of package.json
 * @returns {string | null} why it cannot be the next one
 */
export function whyNot(next, current) {
  if (!version.test(next)) return `${next} is no version, as 1.2.3`;
  const [now, isOpen] = [current.replace(/-.*/, ''), current.includes('-')];
  const order = compare(next, now);
  if (order < 0 || (order === 0 && !isOpen)) return `${next} does not come after ${current}`;
  return null;
}

function compare(a, b) {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number));
  const index = left.findIndex((number, place) => number !== right[place]);
  return index === -1 ? 0 : left[index] - right[index];
}

/**
 * `## Unreleased` becomes the version, and an empty one stands above it.
 * @param {string} text CHANGELOG.md
 * @param {string} next
 * @param {string} date YYYY-MM-DD
 */
export function releasedChangelog(text, next, date) {
  const [head, rest] = text.split('\n## [Unreleased]\n');
  if (rest === undefined) throw new Error('CHANGELOG.md has no part "## [Unreleased]"');
  const [changes = ''] = rest.split(/^## /m);
  if (!/^- /m.test(changes)) throw new Error('CHANGELOG.md tells no change');
  const links = head
    .replace(' The first release will be 0.2.0.', '')
    .replace(
      /^\[Unreleased\]: .*$/m,
      `[Unreleased]: ${repository}/compare/v${next}...main\n[${next}]: ${repository}/releases/tag/v${next}`,
    );
  return `${links}\n## [Unreleased]\n\n## [${next}] - ${date}\n${rest}`;
}

/**
 * What documents name: before the first release `COMMIT` of this repository, then the tag of the newest.
 * @param {string} text
 * @param {string} current
 * @param {string} next
 */
export function releasedDocument(text, current, next) {
  const before = current.includes('-') ? 'COMMIT' : `v${current}`;
  return text
    .replaceAll(`kmslint/kmslint@${before}`, `kmslint/kmslint@v${next}`)
    .replaceAll(`kmslint/kmslint/${before}/`, `kmslint/kmslint/v${next}/`)
    .replaceAll(
      new RegExp(`(- repo: ${repository})(?:-pre-commit)?\\n( +)rev: ${before}\\n`, 'g'),
      `$1-pre-commit\n$2rev: v${next}\n`,
    );
}
