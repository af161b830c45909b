import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { formats as names } from '../../src/report/index.ts';
import { arn, finding, quiet, report, rules } from '../support/report/report-samples.ts';
import { render, renderJson } from '../support/report/render.ts';
import { errorsOf, render as renderLog, resultOf } from '../support/report/sarif-samples.ts';
import { hostileNames } from '../support/report/report-samples.ts';

const elsewhere = {
  message: 'rotation is off there too',
  subject: arn,
  location: { kind: 'live', path: 'account.json', arn, call: 'GetKeyRotationStatus' },
} as const;
const told = finding({ related: [elsewhere], environments: ['dev'] });

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
formats.default(ajv);
const schemaOf = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8'));

describe('another place of a fault', () => {
  it.each(names.filter((name) => name !== 'keys' && name !== 'scans'))(
    'is told in %s',
    async (format) => {
      const placed = { ...told, account: '111122223333', region: 'eu-west-1' };
      const text = await render(format, { ...report([placed]), rules }, quiet);
      expect(text).toContain('rotation is off there too');
      expect(text).toContain('account.json');
    },
  );

  it('is a related location of SARIF', () => {
    expect(errorsOf(renderLog(report([told])))).toEqual([]);
    const { relatedLocations = [], properties } = resultOf({
      related: [elsewhere],
      environments: ['dev'],
    });
    expect(relatedLocations.at(-1)).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'account.json' } },
      logicalLocations: [{ fullyQualifiedName: arn }],
      message: { text: `${arn}: rotation is off there too` },
    });
    expect(properties).toMatchObject({ environments: ['dev'] });
  });

  it.each(['text', 'github', 'markdown', 'csv', 'junit'] as const)(
    'of a hostile name acts on nothing in %s',
    async (format) => {
      for (const [, name] of hostileNames) {
        const hostile = { ...elsewhere, subject: name, message: name };
        const text = await render(format, report([finding({ related: [hostile] })]), quiet);
        expect(text).not.toContain('\u001b');
        expect(text).not.toContain('\u202e');
        expect(text).not.toMatch(/<script|^::(?!error|warning|notice|group|endgroup)/m);
      }
    },
  );
});

describe('unmanaged keys', () => {
  const asked = (unmanaged: readonly string[]) => {
    const plain = report([told]);
    return { ...plain, unmanaged, summary: { ...plain.summary, unmanaged: unmanaged.length } };
  };

  it.each([
    ['nobody asks', report([told]), null],
    ['there are none', asked([]), []],
    ['there are some', asked([arn, `${arn}0`]), [arn, `${arn}0`]],
  ])('are in json as the schema has it, where %s', (_, value, expected) => {
    const json = JSON.parse(renderJson(value, quiet));
    const validate = ajv.compile({ ...schemaOf('report'), $id: `report ${_}` });
    expect(validate(json) ? [] : validate.errors).toEqual([]);
    expect(json.unmanaged).toEqual(expected);
    expect(json.summary.unmanaged).toBe(expected?.length ?? null);
    expect(json.findings[0].related).toEqual([
      expect.objectContaining({ subject: arn, message: elsewhere.message }),
    ]);
  });

  it('are counted in the summary line', async () => {
    expect(await render('text', asked([arn]), quiet)).toContain(' judged · 1 unmanaged');
    expect(await render('text', report([told]), quiet)).not.toContain('unmanaged');
  });
});

it('a line of ndjson has both, as its schema has it', async () => {
  const line = JSON.parse(await render('ndjson', report([told]), quiet));
  const validate = ajv.compile(schemaOf('ndjson'));
  expect(validate(line) ? [] : validate.errors).toEqual([]);
  expect([line.environments, line.related.length]).toEqual([['dev'], 1]);
});
