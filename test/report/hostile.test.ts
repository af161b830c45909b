import { describe, expect, it } from 'vitest';
import { formats, type Format } from '../../src/report/index.ts';
import type { Report } from '../../src/lint/report.ts';
import {
  junitErrors,
  readCsv,
  readHtml,
  readMarkdown,
  workflowCommands,
  xmlTags,
} from '../support/report/report-readers.ts';
import { render as renderAs } from '../support/report/render.ts';
import * as samples from '../support/report/report-samples.ts';

const { finding, gap, inHcl, inPlan, keySummary, live, quiet, report, shell } = samples;

const names: readonly (readonly [name: string, text: string])[] = [
  ...samples.hostileNames,
  ['the end of a script', '</script><script>alert(1)</script>'],
  ['an attribute', '" onload="alert(1)" \' onclick=\'alert(1)'],
  ['an image', '<img src=x onerror=alert(1)>'],
  ['character references', '&lt;b&gt; &#64;ExampleUser &amp;'],
  ['an escaped workflow command', '%0A::error::x%0D%0A::stop-commands::x%25'],
  ['a workflow command of its own', '::error::x'],
  ['a formula', '=HYPERLINK("http://example.com")'],
  ['another formula', "@SUM(1+1)*cmd|' /C calc'!A0"],
  ['a separator and a formula', 'a",=1+1,"\r\n=1+1'],
  ['mentions and references', '@ExampleUser example/example#1 #12 GH-12 a@example.com'],
  ['links', 'https://example.com http://example.com www.example.com [a](b) ![c](d) <http://e>'],
  ['emphasis', '**a** __b__ *c* _d_ ~~e~~ `f` ``` g ``` $h$ $$i$$ \\* [^1] - [ ] j'],
  ['a block', '# a\n- b\n1. c\n> d\n\n    e\n```\nf\n---\n'],
  ['nothing to see', '\u3164\u2800\u00a0 '],
  ['what is no character', 'a\ufffe\uffff\ufdd0b\u0000'],
  ['an entity', ']><!DOCTYPE x [<!ENTITY a "b">]>&a;'],
  ['the end of a fold', '</details></summary><!--'],
  ['an emoji of several', '👩‍👩‍👧‍👦 e\u0301'],
];

/** One report in which every text that an input can decide is this one. */
function reportOf(text: string): Report {
  const suppression = { kind: 'config', reason: text } as const;
  const policies = [{ old: text, new: [text, text], state: 'lost' }] as const;
  const same = { subject: text, message: text, scope: text, remedy: shell(text, text), policies };
  const inLines = { ...inHcl, path: text };
  const findings = [
    { ...same, location: inLines },
    { ...same, location: { ...inPlan, path: text, pointer: `/${text}` } },
    { ...same, location: { ...inPlan, path: text, source: inLines } },
    { ...same, location: { ...live, arn: text, call: text }, account: '111122223333' },
    { ...same, location: { ...live, path: text }, account: text, region: text },
    { ...same, kind: 'open' as const, because: [samples.cause(text, inLines)] },
    { ...same, suppression },
  ];
  const told = report(
    findings.map((members, index) =>
      finding({ ...members, fingerprint: String(index).repeat(32), sourceLine: text }),
    ),
    [
      { ...gap(text, inLines), scope: text },
      { ...gap(text), scope: text },
    ],
    [
      keySummary({
        subject: text,
        scope: text,
        keyId: text,
        keyState: text,
        aliases: [`alias/${text}`],
        successors: [{ subject: text, evidence: text, certain: true }],
      }),
    ],
  );
  const times = { startedAt: text, finishedAt: text, role: text };
  const asked = { facts: [text], history: false };
  const [fixed] = told.findings;
  return {
    ...told,
    fixed: fixed === undefined ? [] : [{ ...fixed, location: { ...live, path: text, arn: text } }],
    scans: [
      { scope: text, now: { ...times, asked }, previous: { ...times, asked: null } },
      { scope: text, now: null, previous: { ...times, asked } },
    ],
    summary: {
      ...told.summary,
      trend: { new: 1, known: 2, fixed: 1, since: '2026-01-18T06:00:00Z' },
    },
  };
}

/** What no output may hold as it is; CSV ends its lines with a return. */
const invisible = /[^\P{Cc}\r\n]|\r(?!\n)|[\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

const calling = /@\w|#\w|\bGH-\d|:\/\/|\bwww\.|\bmailto:/i;

interface Inertness {
  /** All that an output is beside its texts: a hostile name must not change it. */
  readonly structure: (output: string) => unknown;
  /** What else must hold. */
  readonly check?: (output: string) => void | Promise<void>;
}

const asJson: Inertness = {
  structure: (output) => skeleton(JSON.parse(output)),
  check: (output) => expect(output).not.toMatch(samples.raw),
};

const asLines: Inertness = {
  structure: (output) =>
    output.split('\n').map((line) => line === '' || skeleton(JSON.parse(line))),
  check: (output) => expect(output).not.toMatch(samples.raw),
};

/** The same JSON with no word in it. */
function skeleton(value: unknown): unknown {
  if (typeof value === 'string') return '';
  if (Array.isArray(value)) return value.map(skeleton);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, skeleton(child)]));
}

const inertness: Readonly<Record<Format | 'html', Inertness>> = {
  text: {
    structure: (output) => [output.split('\n').length, workflowCommands(output)],
    check: (output) => expect(output).not.toMatch(/<|\]\]>|##vso\[/i),
  },
  json: asJson,
  ndjson: asLines,
  keys: asLines,
  scans: asLines,
  sarif: asJson,
  gitlab: asJson,
  asff: asJson,
  ocsf: asLines,
  junit: {
    structure: (output) =>
      xmlTags(output).map(({ name, attributes }) => [name, Object.keys(attributes)]),
    check: async (output) => expect(await junitErrors(output)).toEqual([]),
  },
  github: {
    structure: (output) => [
      output.split('\n').length,
      workflowCommands(output).map(({ command, properties }) => [command, Object.keys(properties)]),
    ],
    check: (output) => {
      for (const { properties, message } of workflowCommands(output)) {
        expect(workflowCommands(message)).toEqual([]);
        expect(Object.values(properties).flatMap(workflowCommands)).toEqual([]);
      }
    },
  },
  markdown: {
    structure: (output) => readMarkdown(output).elements,
    check: (output) => {
      expect(readMarkdown(output).prose).not.toMatch(calling);
      expect(output.length).toBeLessThan(65_536);
    },
  },
  csv: {
    structure: (output) => readCsv(output).map((row) => row.length),
    check: (output) => {
      expect(
        readCsv(output)
          .flat()
          .filter((field) => /^\s*[=+\-@\t\r＝＋－＠]/.test(field)),
      ).toEqual([]);
    },
  },
  html: {
    structure: (output) => [...new Set(readHtml(output).elements)].toSorted(),
  },
};

describe.each(formats.map((format) => [format, inertness[format]] as const))(
  'a hostile name in %s',
  (format, { structure, check }) => {
    const options = { ...quiet, failOnOpen: true, verbose: true, all: true };
    const render = async (text: string): Promise<string> =>
      renderAs(format, reportOf(text), options);

    it.each(names)('does nothing: %s', async (_, text) => {
      const output = await render(text);
      expect(output).not.toMatch(invisible);
      expect(structure(output)).toEqual(structure(await render('harmless')));
      await check?.(output);
    });
  },
);
