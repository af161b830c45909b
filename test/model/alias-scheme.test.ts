import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAwsAlias, readVersion, rolesOf, stemOf } from '../../src/model/aliases/scheme.ts';

describe('a version', () => {
  it.each([
    ['alias/application-20180606', byDate(20180606)],
    ['alias/application-2018-06-06', byDate(20180606)],
    ['alias/application_2018_06_06', byDate(20180606)],
    ['alias/application/20180606', byDate(20180606)],
    ['alias/application-201806', byDate(20180600)],
    ['alias/application-2018-06', byDate(20180600)],
    ['alias/application-20240229', byDate(20240229)],
    ['alias/application-v2', byNumber(2)],
    ['alias/application/V10', byNumber(10)],
    ['alias/application_gen999', byNumber(999)],
  ])('%s', (name, order) => {
    expect(readVersion(name)).toEqual({ stem: 'alias/application', order });
  });

  it.each([
    ['a bare number', 'alias/prod-2'],
    ['a Region', 'alias/eu-west-1'],
    ['a key spec', 'alias/rsa-2048'],
    ['an account id', 'alias/app-111122223333'],
    ['a hexadecimal tail', 'alias/app-1234abcd'],
    ['a tail that a name_prefix makes', 'alias/app-20260131093059123400000001'],
    ['a year alone', 'alias/app-2026'],
    ['a year of another century', 'alias/app-19991231'],
    ['unequal separators', 'alias/app-2018-0606'],
    ['unequal separators the other way', 'alias/app-201806-06'],
    ['mixed separators', 'alias/app-2018-06_06'],
    ['month 13', 'alias/app-20181306'],
    ['month 0', 'alias/app-201800'],
    ['the 30th of February', 'alias/app-20180230'],
    ['the 29th of February in a common year', 'alias/app-20230229'],
    ['the 31st of April', 'alias/app-2018-04-31'],
    ['version 0', 'alias/app-v0'],
    ['a leading zero', 'alias/app-v01'],
    ['four digits', 'alias/app-v1000'],
    ['no separator', 'alias/appv2'],
    ['another word', 'alias/app-version2'],
    ['capital GEN', 'alias/app-GEN2'],
    ['a version in the middle', 'alias/app-v2-eu'],
    ['no tail', 'alias/app'],
  ])('is not %s', (_, name) => {
    expect(readVersion(name)).toBeNull();
  });

  it('takes every real date of a day, and orders it as the calendar does', () => {
    const day = fc.date({
      min: new Date('2000-01-01T00:00:00Z'),
      max: new Date('2099-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(day, day, fc.constantFrom('', '-', '_'), (one, two, separator) => {
        const [first, second] = [one, two].map((date) => date.toISOString().slice(0, 10));
        const order = Math.sign(rankOf(one, separator) - rankOf(two, separator));
        expect(rankOf(one, separator)).toBeGreaterThan(0);
        expect(order).toBe((first ?? '') < (second ?? '') ? -1 : first === second ? 0 : 1);
      }),
    );
  });
});

describe('roles', () => {
  it('needs another alias of the stem before it believes in a version', () => {
    expect(roleOf('alias/app-v2')).toBe('moving');
    expect(roleOf('alias/app-v2', 'alias/other')).toBe('moving');
    expect(roleOf('alias/app-v2', 'alias/app-v2')).toBe('moving');
    expect(roleOf('alias/app-v2', 'alias/app')).toBe('version');
    expect(roleOf('alias/app-v2', 'alias/app-current')).toBe('version');
    expect(roleOf('alias/app-v2', 'alias/app-v1')).toBe('version');
    expect(roleOf('alias/app-v2', 'alias/app-20260131')).toBe('version');
  });

  it('shares one stem between alias/app and alias/app-current', () => {
    const roles = rolesOf(['alias/app', 'alias/app-current', 'alias/app-202601']);
    expect([...roles.values()].map(({ stem }) => stem)).toEqual(Array(3).fill('alias/app'));
    expect([...roles.values()].map(({ role }) => role)).toEqual(['moving', 'moving', 'version']);
  });

  it('takes an impossible date for a moving alias of its own', () => {
    expect(roleOf('alias/app-20180230', 'alias/app')).toBe('moving');
  });

  it('cuts off -current with any separator, and only at the end', () => {
    expect(['alias/a-current', 'alias/a_current', 'alias/a/current'].map(stemOf)).toEqual(
      Array(3).fill('alias/a'),
    );
    expect(stemOf('alias/a-current-2')).toBe('alias/a-current-2');
    expect(stemOf('alias/concurrent')).toBe('alias/concurrent');
  });

  it('leaves the aliases of AWS out', () => {
    expect(rolesOf(['alias/aws/s3', 'alias/aws/s3-v2']).size).toBe(0);
    expect(isAwsAlias('alias/aws/s3')).toBe(true);
    expect(isAwsAlias('alias/aws-backup')).toBe(false);
  });
});

function byDate(rank: number): object {
  return { by: 'date', rank };
}

function byNumber(rank: number): object {
  return { by: 'number', rank };
}

function rankOf(day: Date, separator: string): number {
  const tail = day.toISOString().slice(0, 10).replaceAll('-', separator);
  return readVersion(`alias/app-${tail}`)?.order.rank ?? 0;
}

function roleOf(name: string, ...others: readonly string[]): string | undefined {
  return rolesOf([name, ...others]).get(name)?.role;
}

describe('patterns of the configuration', () => {
  it.each([
    ['alias/prod-2', '{stem}-{number}', 'alias/prod', 2],
    ['alias/prod-2-010', '{stem}-{number}', 'alias/prod-2', 10],
    ['alias/app7', '{stem}{number}', 'alias/app', 7],
    ['alias/k/app/r3/end', 'k/{stem}/r{number}/end', 'alias/app', 3],
    ['alias/a-123456789012345', '{stem}-{number}', 'alias/a', 123456789012345],
  ])('%s is a version by %s', (name, pattern, stem, rank) => {
    expect(readVersion(name)).toBeNull();
    expect(readVersion(name, [pattern])).toEqual({ stem, order: { by: 'number', rank } });
  });

  it.each([
    ['alias/prod', '{stem}-{number}'],
    ['alias/-2', '{stem}-{number}'],
    ['alias/prod_2', '{stem}-{number}'],
    ['alias/a-1234567890123456', '{stem}-{number}'],
    ['alias/app/r3', 'k/{stem}/r{number}'],
    ['alias/kx', 'kx{stem}{number}x'],
  ])('%s is none by %s', (name, pattern) => {
    expect(readVersion(name, [pattern])).toBeNull();
  });

  it('count after the built-in forms, and in their order', () => {
    const order = { by: 'date', rank: 20180606 } as const;
    expect(readVersion('alias/a-20180606', ['{stem}-{number}'])).toMatchObject({ order });
    expect(readVersion('alias/a-x-5', ['b{stem}-{number}', '{stem}-{number}'])).toMatchObject({
      stem: 'alias/a-x',
    });
    const roles = rolesOf(['alias/a', 'alias/a-1', 'alias/b-1'], ['{stem}-{number}']);
    expect([...roles.values()].map(({ role }) => role)).toEqual(['moving', 'version', 'moving']);
  });
});
