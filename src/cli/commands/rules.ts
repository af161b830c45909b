import { rules } from '../../../rules/index.ts';
import { readPage } from '../../../rules/page.ts';
import type { Rule } from '../../rule/rule.ts';
import { wantsColor, widthOf, type Io } from '../streams/io.ts';
import { styleMarkdown } from '../streams/markdown.ts';
import { findRule } from '../options/select.ts';

/** `kmslint rules`: a table for people, or JSON. */
export function rulesCommand(format: 'text' | 'json', io: Io): number {
  io.stdout.write(format === 'json' ? rulesAsJson() : rulesAsTable());
  return 0;
}

function rulesAsTable(): string {
  const rows = rules.map(({ id, severity, sources, title, isOptIn = false }) => [
    id,
    severity,
    sources.join(' '),
    `${title}${isOptIn ? ' (opt-in)' : ''}`,
  ]);
  const table = [['rule', 'severity', 'sources', 'fails when'], ...rows];
  const widths = [0, 1, 2, 3].map((at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const notes = rules.some(({ isOptIn = false }) => isOptIn)
    ? 'Opt-in rules judge where --rule names them or the configuration has a setting for them. '
    : '';
  return `${lines.join('\n')}\n\n${notes}\`kmslint explain RULE\` tells all about one.\n`;
}

function rulesAsJson(): string {
  return `${JSON.stringify(rules.map(describe), null, 2)}\n`;
}

function describe(rule: Rule): object {
  const { id, title, severity, sources } = rule;
  return {
    id,
    title,
    severity,
    otherSeverities: rule.otherSeverities ?? [],
    sources,
    optIn: rule.isOptIn ?? false,
    options: rule.options ?? null,
    compliance: rule.compliance ?? [],
    references: rule.references.map(({ href }) => href),
  };
}

/** `kmslint explain RULE`: the rule's page. */
export function explainCommand(id: string, allowColor: boolean, io: Io): number {
  const page = readPage(findRule(rules, id).id);
  const style = { width: widthOf(io.stdout), color: wantsColor(io, allowColor) };
  io.stdout.write(style.color || style.width !== null ? styleMarkdown(page, style) : page);
  return 0;
}
