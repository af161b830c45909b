// Writes the JSON Schema of the OCSF event that `-f ocsf` prints, for tests: a Python package (MIT) makes it of OCSF's own
// definitions (Apache-2.0). Needs Python, and fetches the package into a virtual environment; so it is no part of
// `npm run generate`, and what it makes is committed.
//
//   npm run generate:ocsf
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const release = {
  requirement: 'ocsf-json-schema==1.2.0',
  sha256: '64d819042d20c3c04bc0d024c7c47c41006ebbe0209ce768ba6efa1240106708',
};
/** The version of OCSF, the class, and the profiles that the events name. */
const wanted = {
  version: '1.8.0',
  class: 'compliance_finding',
  profiles: ['cloud', 'datetime'],
};

const program = `
import json, sys
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema
wanted = json.loads(sys.argv[1])
schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(wanted["version"]))
print(json.dumps(schema.get_class_schema(wanted["class"], wanted["profiles"])))
`;

const scratch = mkdtempSync(join(tmpdir(), 'kmslint-ocsf-'));
try {
  const requirements = join(scratch, 'requirements.txt');
  writeFileSync(requirements, `${release.requirement} --hash=sha256:${release.sha256}\n`);
  execFileSync('python3', ['-m', 'venv', join(scratch, 'venv')]);
  const python = join(scratch, 'venv', 'bin', 'python');
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  execFileSync(python, [...install, '--require-hashes', '-r', requirements]);
  const text = execFileSync(python, ['-c', program, JSON.stringify(wanted)], { encoding: 'utf8' });
  const path = '../test/support/report/ocsf/compliance-finding.schema.json';
  writeFileSync(fileURLToPath(new URL(path, import.meta.url)), `${print(JSON.parse(text))}\n`);
} finally {
  rmSync(scratch, { recursive: true });
}

/** One definition a line, in the order of their names: the package has them in another one each time. */
function print({ $defs, ...rest }) {
  const definitions = Object.keys($defs)
    .toSorted()
    .map((name) => `${JSON.stringify(name)}: ${JSON.stringify(ordered($defs[name]))}`);
  const head = JSON.stringify({
    $comment: `Made by \`npm run generate:ocsf\` with ${release.requirement}; do not edit.`,
    ...ordered(rest),
  });
  return `${head.slice(0, -1)},\n"$defs": {\n${definitions.join(',\n')}\n}}`;
}

/** The values of an enumeration stand in no order either. */
function ordered(value) {
  if (Array.isArray(value)) {
    const isPlain = value.every((item) => typeof item !== 'object');
    return isPlain ? value.toSorted((a, b) => (a < b ? -1 : 1)) : value.map(ordered);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, ordered(member)]),
  );
}
