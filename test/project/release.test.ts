import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { releasedChangelog, releasedDocument, whyNot } from '../../scripts/release-texts.js';
import { originOf } from '../../src/cli/init/origin.ts';
import { hookText, workflowText } from '../../src/cli/init/texts.ts';
import { documentedOrigin } from '../support/cli/documented-origin.ts';
import { version } from '../../src/version.ts';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

describe('the next version', () => {
  test.each([
    ['0.2.0', '0.2.0-dev'],
    ['0.2.1', '0.2.0'],
    ['0.10.0', '0.9.9'],
    ['1.0.0', '0.99.0'],
  ])('%s comes after %s', (next, current) => {
    expect(whyNot(next, current)).toBeNull();
  });

  test.each([
    ['0.2.0', '0.2.0'],
    ['0.1.9', '0.2.0-dev'],
    ['0.9.0', '0.10.0'],
    ['v1.0.0', '0.1.0'],
    ['1.0', '0.1.0'],
    ['1.0.0-rc.1', '0.1.0'],
    ['1.0.0; rm -rf .', '0.1.0'],
  ])('%s does not come after %s', (next, current) => {
    expect(whyNot(next, current)).toContain(next);
  });
});

describe('the documents of a release', () => {
  test('name its tag and its tarball, from the first one to the next', () => {
    const first = originOf('1.2.0', null);
    const second = originOf('1.3.0', null);
    const of = (origin: typeof first) => `${hookText(origin)}\n${workflowText(origin, 'main')}`;
    const told = releasedDocument(of(originOf('1.2.0-dev', 'COMMIT')), '1.2.0-dev', '1.2.0');
    expect(told).toBe(of(first));
    expect(releasedDocument(told, '1.2.0', '1.3.0')).toBe(of(second));
  });

  test.each(['README.md', 'docs/integrations.md'])('%s has something to turn', (name) => {
    const told = releasedDocument(read(name), version, '98.7.6');
    expect(told).not.toBe(read(name));
    expect(told).toContain('rev: v98.7.6');
    const left = told.match(/(?:kmslint\/kmslint[@/]|rev: )(?:COMMIT|v\d[\w.]*)/g) ?? [];
    expect(left.filter((text) => !text.endsWith('v98.7.6'))).toEqual([]);
    expect(documentedOrigin.ref).not.toBe('v98.7.6');
  });
});

describe('the changelog', () => {
  const text = read('CHANGELOG.md');

  test('has a part for what is not released, in the form of Keep a Changelog', () => {
    expect(text).toMatch(/^# Changelog\n/);
    expect(text).toContain('\n## [Unreleased]\n');
    expect(text).toContain('keepachangelog.com');
    for (const [, heading] of text.matchAll(/^### (.*)$/gm)) {
      expect(['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security']).toContain(heading);
    }
  });

  test('of a release gets its day, and an empty part above', () => {
    const changed = text.replace('\n## [Unreleased]\n', '\n## [Unreleased]\n\n- One.\n');
    const told = releasedChangelog(changed, '98.7.6', '2026-12-01');
    expect(told).toContain('\n## [Unreleased]\n\n## [98.7.6] - 2026-12-01\n');
    expect(told).toContain('/compare/v98.7.6...main\n[98.7.6]: https://');
    expect(told.length - changed.length).toBeLessThan(200);
    expect(() => releasedChangelog(told, '98.7.7', '2026-12-02')).toThrow('tells no change');
  });
});
