import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, test } from 'vitest';
import { outline } from '../../src/hcl/syntax/outline.ts';
import { nothingWritten } from '../../src/runbook/code/written.ts';
import { lookAround } from '../../src/runbook/replaced.ts';
import { runbookFor } from '../../src/runbook/runbook.ts';
import { nothingRead } from '../../src/runbook/surroundings.ts';
import { printHcl } from '../../src/runbook/print/code.ts';
import { printMarkdown } from '../../src/runbook/print/markdown.ts';
import { quoteWord } from '../../src/text/shell.ts';
import { printShell } from '../../src/runbook/print/shell.ts';
import type { Runbook } from '../../src/runbook/step.ts';
import { hclString, showsAll } from '../../src/text/hcl-string.ts';
import {
  allowUser,
  arnOf,
  buildSnapshot,
  keyId,
  ok,
  policy,
  rsa,
} from '../support/build/snapshot-builder.ts';
import { judgeFiles } from '../support/judge/judge-hcl.ts';
import { liveStates } from '../support/judge/judge-live.ts';
import { hostile } from '../support/runbook/estates.ts';

/** As KMS takes it: letters beyond U+00FF, and what is hidden, stand as escapes. */
function policyWith(text: string): string {
  const condition = { StringEquals: { 'aws:PrincipalTag/team': text } };
  const json = policy({ ...allowUser, Condition: condition });
  return json.replaceAll(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The runbook of a live key in which every text is hostile. */
function runbookWith(text: string, alias: string): Runbook {
  const states = liveStates([
    buildSnapshot({
      keys: [
        {
          metadata: { ...rsa, Description: text, Arn: arnOf(keyId) },
          answers: {
            GetKeyPolicy: ok({ Policy: policyWith(text) }),
            ListResourceTags: ok({ Tags: [{ TagKey: text, TagValue: text }] }),
          },
        },
      ],
      aliases: { [alias]: keyId },
    }),
  ]);
  const [key] = states.present.keys;
  if (key === undefined) throw new Error('no key');
  return runbookFor(lookAround(key, states, '20260131', nothingRead), nothingWritten);
}

const aliases = fc.oneof(hostile, fc.constant('app-current'));

describe('every line is safe to paste', () => {
  test('a word of a shell is one word, and the text that it was', () => {
    const directory = mkdtempSync(join(tmpdir(), 'kmslint-quoting-'));
    fc.assert(
      fc.property(
        fc.array(
          hostile.filter((text) => showsAll(text) && !text.includes('\r')),
          { maxLength: 20 },
        ),
        (texts) => {
          const script = `printf '%s\\0' ${texts.map(quoteWord).join(' ')} end`;
          const { stdout, stderr } = spawnSync('sh', ['-c', script], {
            cwd: directory,
            encoding: 'utf8',
          });
          expect([stderr, stdout.split('\0').slice(0, -1)]).toEqual(['', [...texts, 'end']]);
        },
      ),
    );
    expect(existsSync(join(directory, 'hacked'))).toBe(false);
    rmSync(directory, { recursive: true });
  });

  test('a string of a configuration is the text that it was', async () => {
    const texts = fc.sample(hostile, 60);
    const blocks = texts.map(
      (text, i) => `resource "aws_kms_key" "k${i}" {\n  description = ${hclString(text)}\n}\n`,
    );
    const { present } = await judgeFiles({ 'main.tf': blocks.join('') });
    const read = new Map(
      present.keys.map(({ subject, description }) => [
        subject,
        description.known ? description.value : undefined,
      ]),
    );
    expect(texts.map((_, i) => read.get(`aws_kms_key.k${i}`))).toEqual(texts);
  });

  test('no text of an input drives a terminal or begins a line of a script', () => {
    fc.assert(
      fc.property(hostile, aliases, (text, alias) => {
        const runbook = runbookWith(text, alias);
        for (const print of [printShell, printMarkdown, printHcl]) {
          const printed = print(runbook);
          expect(showsAll(printed) && !printed.includes('\r')).toBe(true);
        }
        const { status, stderr } = spawnSync('sh', ['-n'], {
          input: printShell(runbook),
          encoding: 'utf8',
        });
        expect([status, stderr]).toEqual([0, '']);
      }),
      { numRuns: 40 },
    );
  });

  test('a configuration is one that the lexer takes, with the blocks that it is to have', () => {
    fc.assert(
      fc.property(hostile, aliases, (text, alias) => {
        const blocks = outline(printHcl(runbookWith(text, alias)));
        expect(new Set(blocks?.map(({ type }) => type))).toContain('resource');
        const allowed = new Set(['resource', 'import', 'variable']);
        expect(blocks?.filter(({ type }) => !allowed.has(type))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('Markdown has the headings and fences that it is to have, and neither markup nor links of an input', () => {
    const shapeOf = (text: string) =>
      marked
        .lexer(text)
        .map((token) => (token.type === 'heading' ? `# ${token.depth}` : token.type));
    const plain = shapeOf(printMarkdown(runbookWith('plain', 'app-current')));
    fc.assert(
      fc.property(hostile, (text) => {
        const printed = printMarkdown(runbookWith(text, 'app-current'));
        expect(shapeOf(printed)).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });
});
