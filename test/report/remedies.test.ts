import { describe, expect, it } from 'vitest';
import { words } from '../../src/rule/remedy/part.ts';
import {
  renderAsff,
  renderJson,
  renderMarkdown,
  renderSarif,
  renderText,
} from '../support/report/render.ts';
import {
  finding,
  hostileNames,
  quiet,
  raw,
  report,
  shell,
} from '../support/report/report-samples.ts';

describe('a report', () => {
  const lines = ['# in aws_kms_key.a:', 'policy = aws_kms_key.b.policy'];
  const remedy = [words('first'), { language: 'hcl', lines }] as const;
  const withRemedy = report([finding({ remedy })]);

  it('shows the remedy to a person who asks', () => {
    expect(renderText(withRemedy, quiet)).not.toContain('policy =');
    const text = renderText(withRemedy, { ...quiet, verbose: true });
    expect(text).toContain(
      `to fix:\n             # first\n             ${lines.join('\n             ')}\n`,
    );
    expect(renderText(report([finding()]), { ...quiet, verbose: true })).not.toContain('to fix');
  });

  it('tells it to programs', () => {
    const remedyIn = (value: typeof withRemedy) =>
      JSON.parse(renderJson(value, quiet)).findings[0].remedy;
    expect(remedyIn(withRemedy)).toEqual(['# first', ...lines]);
    expect(remedyIn(report([finding()]))).toEqual([]);
    const { remedies } = JSON.parse(renderJson(withRemedy, quiet)).findings[0];
    expect(remedies).toEqual(remedy);
  });

  it('tells it in the message of an alert', () => {
    const messageIn = (value: typeof withRemedy) =>
      JSON.parse(renderSarif(value, quiet, () => '')).runs[0].results[0].message.text;
    expect(messageIn(withRemedy)).toMatch(
      /\n\nTo fix:\n# first\n# in aws_kms_key\.a:\npolicy = .*$/,
    );
    expect(messageIn(report([finding()]))).not.toContain('To fix');
  });

  it('tells it in Markdown by its languages, and its words as a list', () => {
    expect(renderMarkdown(withRemedy, quiet)).toContain(
      `\n- first\n\n\`\`\`hcl\n${lines.join('\n')}\n\`\`\`\n`,
    );
  });

  it('recommends in ASFF no part that is cut, and says where the rest is', () => {
    const recommended = (...parts: readonly string[]): string => {
      const placed = { account: '111122223333', region: 'eu-west-1' } as const;
      const told = report([finding({ ...placed, remedy: parts.flatMap((part) => shell(part)) })]);
      return JSON.parse(renderAsff(told, quiet))[0].Remediation.Recommendation.Text;
    };
    expect(recommended('a', 'b')).toBe('a\nb');
    expect(recommended('a'.repeat(512))).toBe('a'.repeat(512));
    expect(recommended('a'.repeat(513))).toBe('See the page of the rule.');
    expect(recommended('a', 'b'.repeat(510), 'c')).toBe('a\nSee the page of the rule.');
  });

  it.each(hostileNames)('escapes it: %s', (_, text) => {
    const hostile = report([finding({ remedy: shell(text) })]);
    const verbose = { ...quiet, verbose: true };
    for (const output of [
      renderText(hostile, verbose),
      renderJson(hostile, verbose),
      renderSarif(hostile, verbose, () => ''),
    ]) {
      expect(output).not.toMatch(raw);
    }
  });
});
