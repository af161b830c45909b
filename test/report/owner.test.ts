import { describe, expect, it } from 'vitest';
import { summarize } from '../../src/lint/parts/summary.ts';
import { describeOwner } from '../../src/report/groups/owner.ts';
import { formats } from '../../src/report/index.ts';
import {
  arn,
  finding,
  hostileNames,
  keySummary,
  quiet,
  report,
  rules,
} from '../support/report/report-samples.ts';
import { render } from '../support/report/render.ts';
import { resultOf } from '../support/report/sarif-samples.ts';

const owner = {
  aliases: ['alias/app-current', 'alias/app-2025', 'alias/app-2024'],
  description: 'Orders of the shop',
  tags: { Owner: 'payments', Team: 'core' },
};
const owned = { owner, accountName: 'Payments Prod' };
const placed = {
  ...owned,
  subject: arn,
  scope: '111122223333/eu-west-1',
  account: '111122223333',
  region: 'eu-west-1',
};
const line =
  'Owner=payments, Team=core · alias/app-current, alias/app-2025, 1 more · account Payments Prod';

/** Formats of findings. */
const telling = formats.filter((name) => name !== 'keys' && name !== 'scans');

function whole(members: object = placed) {
  const found = finding(members);
  const key = keySummary({
    subject: found.subject,
    scope: found.scope,
    ownerTags: owner.tags,
    aliases: owner.aliases,
    ...owned,
  });
  return { ...report([found]), rules, keys: [key], summary: summarize([found], [], 1) };
}

describe('whose it is', () => {
  it('is one short line, of what is known', () => {
    expect(describeOwner(owned)).toBe(line);
    expect(describeOwner({ owner: { aliases: [], description: 'Orders', tags: {} } })).toBe(
      '"Orders"',
    );
    expect(describeOwner({})).toBeNull();
    const long = describeOwner({
      owner: { aliases: [], description: null, tags: { Owner: 'x\n'.repeat(200) } },
    });
    expect(long?.length).toBeLessThan(70);
    expect(long).not.toContain('\n');
  });

  it.each(telling)('is told in %s', async (format) => {
    const text = await render(format, whole(), quiet);
    for (const word of ['payments', 'alias/app-current', 'Payments Prod']) {
      expect(text).toContain(word);
    }
  });

  it.each(['text', 'github', 'gitlab', 'junit'] as const)('is one line of %s', async (format) => {
    expect(await render(format, whole(), quiet)).toContain(line);
    expect(await render(format, whole({}), quiet)).not.toContain('·  ');
  });

  it('has its fields in ASFF', async () => {
    const [told] = JSON.parse(await render('asff', whole(), quiet));
    expect(told).toMatchObject({
      AwsAccountName: 'Payments Prod',
      Resources: [
        {
          Type: 'AwsKmsKey',
          Tags: owner.tags,
          Details: { AwsKmsKey: { Description: owner.description } },
        },
      ],
      ProductFields: { 'kmslint/aliases': owner.aliases.join(' ') },
    });
  });

  it('is a property of SARIF, and none where nothing is known', () => {
    expect(resultOf(owned).properties).toMatchObject({
      aliases: owner.aliases,
      ownerTags: owner.tags,
      description: owner.description,
      accountName: 'Payments Prod',
    });
    expect(resultOf({}).properties ?? {}).not.toHaveProperty('aliases');
  });

  it.each(telling)('acts on nothing in %s, whatever it is', async (format) => {
    for (const [, name] of hostileNames) {
      const hostile = { aliases: [name], description: name, tags: { [name]: name } };
      const text = await render(
        format,
        whole({ ...placed, owner: hostile, accountName: name }),
        quiet,
      );
      expect(text).not.toContain('\u001b');
      expect(text).not.toContain('\u202e');
      expect(text).not.toMatch(
        /<script>alert|<img|^::(?!error|warning|notice|group|endgroup)[a-z]/m,
      );
    }
  });
});
