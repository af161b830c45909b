import { rowStates, type PolicyRow } from '../../model/finding.ts';
import { toProse } from './markdown-text.ts';

/** The rows of a Markdown table of two columns, the old policy and the new one; each text is cut after `longest` characters. */
export function toMarkdownRows(rows: readonly PolicyRow[], longest: number): readonly string[] {
  const cell = (texts: readonly string[]): string =>
    texts.map((text) => toProse(text, longest)).join('<br>');
  return rows.map((row) => {
    const [old, next] = [cell(row.old === null ? [] : [row.old]), cell(row.new)];
    return `| ${old} | ${next}${next === '' ? '' : '<br>'}(${rowStates[row.state]}) |`;
  });
}
