import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shownBy } from '../../scripts/report-picture.js';
import { terminalSvg } from '../../scripts/terminal-svg.js';
import { root } from '../support/docs/pages.ts';

// The pictures of README.md are of today.

/** What the demo prints, as a terminal with colour is told it. */
function demo(): string {
  const { stdout } = spawnSync(process.execPath, ['dist/bin.js', 'fixtures/demo/plan.json'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: '1', NO_COLOR: '' },
  });
  return stdout;
}

/** The lines of a picture: rows that go on belong to the one before. */
function linesOf(svg: string): readonly string[] {
  const lines: string[] = [];
  for (const [, more, spans = ''] of svg.matchAll(/<text [^>]*?( class="on")?>(.*?)<\/text>/g)) {
    const text = spans
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
    if (more === undefined) lines.push(text);
    else lines.push(`${lines.pop() ?? ''} ${text.trimStart()}`);
  }
  return lines;
}

/** The differences between a picture and what is printed. */
function isCurrent(svg: string, printed: string): boolean {
  // oxlint-disable-next-line no-control-regex -- the escapes that picocolors writes
  const lines = printed.replaceAll(/\u001b\[\d+m/g, '').split('\n');
  const told = lines.filter((line) => line !== '');
  const [typed, ...shown] = linesOf(svg);
  return typed === '$ npx kmslint fixtures/demo/plan.json' && shown.join('\n') === told.join('\n');
}

test('the picture of the terminal is what the demo prints today', () => {
  const svg = readFileSync(join(root, 'docs/pictures/demo.svg'), 'utf8');
  const printed = demo();
  expect(printed.length).toBeGreaterThan(500);
  expect(isCurrent(svg, printed)).toBe(true);
  expect(svg).not.toMatch(/<script|href=|url\(/);
  // What is not so is seen.
  expect(isCurrent(svg.replace('>high', '>low'), printed)).toBe(false);
  expect(isCurrent(svg, printed.replace('8 keys judged', '9 keys judged'))).toBe(false);
});

test('a picture keeps colours, long words and signs of markup', () => {
  const long = 'x'.repeat(250);
  const svg = terminalSvg(`  \u001b[31mhigh\u001b[39m <a> & "b"\n  ${long} y\n`, 'kmslint');
  expect(svg).toMatch(/style="fill:#ff6b6b">high</);
  expect(linesOf(svg)[1]).toBe('  high <a> & "b"');
  expect(linesOf(svg)[2]?.replaceAll(' ', '')).toBe(`${long}y`);
  for (const line of svg.matchAll(/>([^<>]+)<\/tspan>/g)) expect(line[1]?.length).toBeLessThan(101);
  expect(() => terminalSvg('\u001b[5mx', '')).toThrow('escape 5');
});

test('the picture of the HTML report shows the findings of today: else `npm run pictures`', () => {
  const recorded = readFileSync(join(root, 'docs/pictures/report.sha256'), 'utf8').trim();
  expect(recorded).toBe(shownBy(root));
  expect(statSync(join(root, 'docs/pictures/report.png')).size).toBeGreaterThan(20_000);
});
