// Writes the patterns by which credentials are known that carry their kind in themselves: those of gitleaks (MIT), which
// finds them in source code. Needs Go, which brings the release and checks it; so it is no part of `npm run generate`, and
// what it makes is committed.
//
//   npm run generate:credentials
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';

const release = {
  module: 'github.com/zricethezav/gitleaks/v8',
  version: 'v8.30.1',
  sum: 'h1:PmEvCfVI7ti9dV3s5aMZUY7sS2GxRvG3yzih7E+cS3w=',
};

/** In every pattern that knows a text by the word before it: a name, a sign, then anything of some length. */
const afterSign = '(?:=|>|:{1,3}=';

/** What answers to a word all the same, what is public, and what src/text/credentials.ts has in a wider form. */
const leftOut = new Set([
  'curl-auth-header',
  'curl-auth-user',
  'facebook-access-token',
  'flutterwave-public-key',
  'jwt',
  'private-key',
  'sourcegraph-access-token',
]);

const folder = fetchRelease();
const { rules, allowlist } = parse(readFileSync(join(folder, 'config', 'gitleaks.toml'), 'utf8'));
const licence = readFileSync(join(folder, 'LICENSE'), 'utf8').trim();
const rows = rules.filter(knowsByShape).map((rule) => {
  if (rule.secretGroup !== undefined) throw new Error(`${rule.id} has a group of its own`);
  const allowed = (rule.allowlists ?? []).flatMap(({ regexes = [] }) => regexes);
  return {
    id: rule.id,
    pattern: rule.regex,
    keywords: rule.keywords,
    entropy: rule.entropy ?? 0,
    ...(allowed.length === 0 ? {} : { allowed }),
  };
});
const table = { rows, stopwords: allowlist.stopwords };
const text = `// Made by \`npm run generate:credentials\` of gitleaks ${release.version}; do not edit.
/** The licence of the patterns. */
export const licence = ${JSON.stringify(`gitleaks ${release.version.slice(1)} (MIT)\n\n${licence}`)};
/** JSON, so that nobody pays for it who has no text to look at. */
export const table =
  ${JSON.stringify(JSON.stringify(table))};
`;
writeFileSync(
  fileURLToPath(new URL('../src/generated/credential-patterns.js', import.meta.url)),
  text,
);
console.log(`${rows.length} of ${rules.length} patterns`);

/** Those of files of a kind, and those that answer to words, would find what nobody has to fear in a description. */
function knowsByShape({ id, regex = '', path }) {
  return path === undefined && regex !== '' && !regex.includes(afterSign) && !leftOut.has(id);
}

/** Go keeps releases, and refuses one that is not what it was when it was published. */
function fetchRelease() {
  const scratch = mkdtempSync(join(tmpdir(), 'kmslint-credentials-'));
  try {
    writeFileSync(join(scratch, 'go.mod'), 'module scratch\n');
    const name = `${release.module}@${release.version}`;
    const answer = execFileSync('go', ['mod', 'download', '-json', name], {
      cwd: scratch,
      encoding: 'utf8',
    });
    const { Dir: found, Sum: sum } = JSON.parse(answer);
    if (sum !== release.sum) throw new Error(`${name} has the checksum ${sum}`);
    return found;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
