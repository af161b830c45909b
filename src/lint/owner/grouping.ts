import type { ReportedFinding } from '../report.ts';
import { isSameTag, type Grouping } from './owners.ts';

/** The group of a finding; null where it is not known. */
export function groupOf(finding: ReportedFinding, grouping: Grouping): string | null {
  switch (grouping.by) {
    case 'account': {
      const { account, accountName } = finding;
      return accountName === undefined || account === null ? account : `${account} ${accountName}`;
    }
    case 'region':
      return finding.region;
    case 'rule':
      return finding.ruleId;
    case 'root':
      return finding.scope;
    case 'tag':
      return tagOf(finding, grouping.tag);
  }
}

function tagOf({ owner }: ReportedFinding, name: string): string | null {
  const tags = Object.entries(owner?.tags ?? {});
  const exact = tags.find(([tag]) => tag === name);
  return (exact ?? tags.find(([tag]) => isSameTag(tag, name)))?.[1] ?? null;
}

/** What a group is called. */
export function nameGroup(group: string | null, grouping: Grouping): string {
  const what = whatOf(grouping);
  if (group === null) return `${what} not known`;
  return grouping.by === 'tag' ? `${what}=${group}` : group;
}

function whatOf(grouping: Grouping): string {
  switch (grouping.by) {
    case 'account':
      return 'account';
    case 'region':
      return 'Region';
    case 'rule':
      return 'rule';
    case 'root':
      return 'root module';
    case 'tag':
      return grouping.tag;
  }
}
