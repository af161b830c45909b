import { rowStates, type PolicyRow } from '../../model/finding.ts';
import type { Coverage, Problem } from '../../policy/index.ts';
import { consequenceOf } from '../../policy/index.ts';
import { html, type Markup } from '../../report/html/page/markup.ts';
import { toCode, toProse } from '../../report/print/markdown-text.ts';
import { toMarkdownRows } from '../../report/print/policy-rows.ts';

/** What a table of two policies tells. */
export interface PolicyTable {
  readonly names: readonly [old: string, next: string];
  readonly rows: readonly PolicyRow[];
  readonly verdict: string;
  readonly lost: readonly string[];
  readonly notes: Coverage['notes'];
  readonly problems: readonly (readonly [file: string, problem: Problem])[];
}

const longest = 2000;

/** Two policies side by side, for a comment on a pull request. */
export function renderMarkdownTable(table: PolicyTable): string {
  const [old, next] = table.names;
  return [
    `## ${toProse(table.verdict, longest)}`,
    '',
    `| ${toCode(old, longest)} | ${toCode(next, longest)} |`,
    '| --- | --- |',
    ...toMarkdownRows(table.rows, longest),
    ...list('Lost', table.lost),
    ...list('Notes', table.notes),
    ...list('Problems', table.problems.map(describe)),
    '',
  ].join('\n');
}

function list(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return ['', `**${title}**`, '', ...lines.map((line) => `- ${toProse(line, longest)}`)];
}

function describe([file, problem]: readonly [string, Problem]): string {
  const { line, column, message } = problem;
  return `${file}:${line}:${column} ${consequenceOf(problem)}: ${message}`;
}

/** The same as a page of its own, which loads nothing. */
export function renderHtmlTable(table: PolicyTable): string {
  const [old, next] = table.names;
  const rows = table.rows.map(
    (row) =>
      html`<tr class="${row.state}">
        <td>${paragraphs(row.old === null ? [] : [row.old])}</td>
        <td>
          ${paragraphs(row.new)}
          <p><strong>${rowStates[row.state]}</strong></p>
        </td>
      </tr> `,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>kmslint policy-diff</title>
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <style>
          body {
            font:
              16px/1.5 system-ui,
              sans-serif;
            margin: 2rem auto;
            max-width: 75rem;
            padding: 0 1rem;
            color-scheme: light dark;
          }
          table {
            border-collapse: collapse;
            width: 100%;
            table-layout: fixed;
          }
          th,
          td {
            border: 1px solid #888;
            padding: 0.5rem;
            text-align: left;
            vertical-align: top;
            overflow-wrap: anywhere;
          }
          p {
            margin: 0;
          }
          .lost {
            border-left: 0.4rem solid #b00020;
          }
          .undecided {
            border-left: 0.4rem solid #8a6d00;
          }
        </style>
      </head>
      <body>
        <h1>${table.verdict}</h1>
        <table>
          <thead>
            <tr>
              <th scope="col">${old}</th>
              <th scope="col">${next}</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>
        ${toSection('Lost', table.lost)}${toSection('Notes', table.notes)}${toSection('Problems', table.problems.map(describe))}
      </body>
    </html> `.markup.concat('\n');
}

function paragraphs(texts: readonly string[]): readonly Markup[] {
  return texts.map((text) => html`<p>${text}</p>`);
}

function toSection(title: string, lines: readonly string[]): readonly Markup[] {
  if (lines.length === 0) return [];
  const items = lines.map((line) => html`<li>${line}</li>`);
  return [
    html`<h2>${title}</h2>
      <ul>
        ${items}
      </ul> `,
  ];
}
