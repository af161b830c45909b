import { kinds, statuses, type PageData } from '../data/page-data.ts';
import { kindNames, severityNames } from './finding.ts';
import { join, makeCell, type Line } from './paper.ts';

export const findingHeads = ['Subject', 'Where', 'Whose'] as const;

/** More aliases than these are counted. */
const mostAliases = 3;

/** A finding on paper: what many say is said once, above them; what is folded on a screen stays in the file. */
export function toLine({ texts, rules, findings }: PageData, i: number): Line {
  const text = (id: number | undefined): string => texts[id ?? -1] ?? '';
  const kind = kinds[findings.kind[i] ?? 0] ?? 'fail';
  const status = statuses[findings.status[i] ?? 0] ?? 'active';
  const aliases = (findings.aliases[i] ?? []).map((id) => text(id));
  const more = aliases.length - mostAliases;
  const owner = (findings.owner[i] ?? []).map(([name, value]) => `${text(name)}=${text(value)}`);
  const names = join(...aliases.slice(0, mostAliases), more > 0 ? `${more} more` : '');
  const place = join(
    text(findings.account[i]),
    text(findings.accountName[i]),
    text(findings.region[i]),
  );
  const label =
    kind === 'fail' ? (severityNames[findings.severity[i] ?? 0] ?? 'info') : kindNames[kind];
  const waived =
    status === 'suppressed'
      ? `suppressed: ${text(findings.reason[i])}`
      : status === 'baseline'
        ? 'in the baseline'
        : '';
  // Of an account the rule tells what was asked.
  const isInFile = (findings.lineNumber[i] ?? 0) > 0 || text(findings.account[i]) === '';
  return {
    title: `${label}: ${text(findings.message[i])}`,
    note: join(rules[findings.rule[i] ?? -1]?.id ?? '', waived),
    cells: [
      shorten(text(findings.subject[i])),
      isInFile ? makeCell(text(findings.place[i]), text(findings.origin[i]), place) : place,
      join(...owner, names),
    ],
  };
}

/** The ARN of a key without what stands beside it: account and Region. */
function shorten(subject: string): string {
  return subject.replace(/^arn:[^:]*:kms:[^:]*:\d{12}:(?=(?:key|alias)\/)/, '');
}
