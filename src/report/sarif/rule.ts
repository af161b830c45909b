import type { ReportingDescriptor, Result } from 'sarif';
import type { Severity } from '../../model/finding.ts';
import type { Rule } from '../../rule/rule.ts';
import { pageUrl } from '../print/links.ts';

/** SARIF has three levels. */
export const levels: Readonly<Record<Severity, Result.level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** GitHub's scale: critical is over 9.0, high from 7.0, medium from 4.0, low from 0.1; 0.0 is none. */
export const securitySeverities: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: '0.0',
};

const problemSeverities: Readonly<Record<Severity, 'error' | 'warning' | 'recommendation'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'recommendation',
  info: 'recommendation',
};

/** GitHub shows no more of a description. */
const longest = 1024;

/** A rule and its page as code scanning shows them beside an alert. */
export function toDescriptor(rule: Rule, page: string): ReportingDescriptor {
  const { id, title, severity, compliance = [] } = rule;
  const text = page.trim() === '' ? title : page;
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: title },
    fullDescription: { text: firstParagraph(page) ?? title },
    help: { text, markdown: text },
    helpUri: pageUrl(id),
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: ['security', 'aws', 'kms'],
      precision: 'very-high',
      'problem.severity': problemSeverities[severity],
      'security-severity': securitySeverities[severity],
      references: rule.references.map(({ href }) => href),
      compliance,
    },
  };
}

function pascalCase(id: string): string {
  return id.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The first paragraph of prose of a Markdown page, in one line and without its links. */
function firstParagraph(page: string): string | null {
  const paragraph = page.split(/\r?\n\s*\n/).find((block) => /^\s*[^\s#`|<>*_~-]/.test(block));
  if (paragraph === undefined) return null;
  const line = paragraph.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/\s+/g, ' ');
  const text = line.trim();
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
