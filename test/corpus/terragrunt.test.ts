import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  realpathSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { encodeJson } from '../../src/hcl/functions/encoding/json.ts';
import { sandboxAround } from '../../src/hcl/sandbox.ts';
import { isKnown } from '../../src/hcl/value/value.ts';
import { entryReader } from '../../src/read/configuration/reader.ts';
import { scanner, walk } from '../../src/read/configuration/modules/walk.ts';
import { judgeDirectory } from '../support/judge/judge-hcl.ts';

// What the verdicts must be for layouts that the real Terragrunt rendered; the folder's README tells them.

const corpus = fileURLToPath(new URL('../../../shared/corpus/terragrunt', import.meta.url));
const isHere = existsSync(corpus);
const reason = isHere ? '' : ' (skipped: the corpus is not here)';

const right: readonly (readonly [string, string, string, string])[] = [
  ['01-literal', 'live/prod/kms', 'rotation-disabled', 'aws_kms_key.this fail'],
  ['02-include', 'live/prod/kms', 'rotation-disabled', 'aws_kms_key.this fail'],
  ['02-include', 'live/dev/kms', 'rotation-period-out-of-range', 'aws_kms_key.this fail'],
  ['03-read-config', 'live/dev/kms', 'rotation-disabled', 'aws_kms_key.this fail'],
  ['03-read-config', 'live/prod/kms', 'manual-rotation-alias-missing', 'aws_kms_key.this fail'],
  ['05-dependency', 'live/kms', 'rotation-disabled', 'aws_kms_key.this fail'],
  ['06-generate', 'live/kms', 'rotation-disabled', 'aws_kms_key.generated fail'],
  [
    '08-relative-path',
    'live/prod/eu-west-1/kms',
    'manual-rotation-alias-missing',
    'aws_kms_key.this pass',
  ],
  ['09-stack', 'live/.terragrunt-stack/keys', 'rotation-disabled', 'aws_kms_key.this fail'],
];

test.skipIf(!isHere)(`verdicts of layouts that Terragrunt renders${reason}`, async () => {
  for (const folder of readdirSync(corpus, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    const wanted = right.filter(([name]) => name === folder.name);
    const copy = mkdtempSync(join(tmpdir(), 'kmslint-terragrunt-'));
    try {
      cpSync(join(corpus, folder.name), copy, { recursive: true });
      mkdirSync(join(copy, '.git'));
      const { findings, present } = await judgeDirectory(copy);
      const told = findings.map(({ scope, ruleId, subject, kind }) => [
        scope,
        ruleId,
        `${subject} ${kind}`,
      ]);
      for (const [, ...expected] of wanted) expect(told, folder.name).toContainEqual(expected);
      if (folder.name === '10-remote-source') expect(present.gaps).toHaveLength(1);
      else expect(present.gaps, folder.name).toEqual([]);
    } finally {
      rmSync(copy, { recursive: true });
    }
  }
});

/** The units of a layout, by their directories relative to it, as far as their inputs are known. */
async function inputsIn(layout: string): Promise<ReadonlyMap<string, (name: string) => unknown>> {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'kmslint-terragrunt-')));
  mkdirSync(join(copy, '.git'));
  const sandbox = sandboxAround(copy);
  const show = (path: string): string => relative(copy, path);
  const survey = { sandbox, scan: scanner(sandbox, new Map(), false), show };
  const reader = entryReader(survey, {}, new Set());
  try {
    cpSync(layout, copy, { recursive: true });
    const { entries } = await reader.units([...walk(copy).keys()]);
    return new Map(
      entries.map(({ unit: { directory, given } }) => {
        const inputOf = (name: string): unknown => {
          const value = given(name);
          return value === null || !isKnown(value) ? value?.t : JSON.parse(encodeJson(value));
        };
        return [relative(copy, directory), inputOf];
      }),
    );
  } finally {
    await reader.close();
    rmSync(copy, { recursive: true });
  }
}

/** Dependencies that are not applied have mocks there, which are no facts here. */
const mocked = '05-dependency';

test.skipIf(!isHere)(`a unit's inputs are what Terragrunt makes of them${reason}`, async () => {
  let compared = 0;
  for (const layout of readdirSync(corpus, { withFileTypes: true })) {
    if (!layout.isDirectory() || layout.name === mocked) continue;
    const folder = join(corpus, layout.name);
    const rendered = readdirSync(folder).filter((name) => name.endsWith('.render.json'));
    const units = await inputsIn(folder);
    for (const name of rendered) {
      const { unit, inputs } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      const inputOf = units.get(unit);
      if (inputOf === undefined) continue;
      for (const [input, value] of Object.entries(inputs)) {
        expect(inputOf(input), `${layout.name} ${unit} ${input}`).toEqual(value);
        compared += 1;
      }
    }
  }
  expect(compared).toBeGreaterThan(8);
});
