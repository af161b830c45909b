import { severities, type Severity } from '../../model/finding.ts';
import type { Summary } from '../../lint/report.ts';
import { trendWords } from '../trend/words.ts';

/**
 * The result in one line: `3 findings (1 critical, 2 high) · 1 undecided · 41 keys judged`.
 * @param left how many findings are not shown, since somebody wants few of them
 */
export function summarizeInLine(summary: Summary, left: number = 0): string {
  const { fail, open, suppressed, unchanged, ignored, gaps, keys, bySeverity } = summary;
  const { gapsAboutModules, modulesNotRead, unmanaged } = summary;
  const others = gaps - gapsAboutModules;
  const parts = [
    `${count(fail, 'finding')}${listSeverities(bySeverity)}`,
    ...trendWords(summary),
    ...(open === 0 ? [] : [`${open} undecided`]),
    ...(left === 0 ? [] : [`${left} more not shown (--max)`]),
    ...(suppressed === 0 ? [] : [`${suppressed} suppressed`]),
    ...(unchanged === 0 ? [] : [`${unchanged} in the baseline`]),
    ...(ignored === 0 ? [] : [`${ignored} ignored`]),
    ...(others === 0 ? [] : [`${others} not read`]),
    `${count(keys, 'key')} judged`,
    ...(unmanaged === null ? [] : [`${unmanaged} unmanaged`]),
    ...(modulesNotRead === 0 ? [] : [`${count(modulesNotRead, 'module')} not read`]),
  ];
  return parts.join(' · ');
}

function listSeverities(counts: Readonly<Record<Severity, number>>): string {
  const parts = severities
    .toReversed()
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
