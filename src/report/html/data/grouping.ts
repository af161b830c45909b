import type { PageData } from './page-data.ts';

/** The group of each finding, as text; null for what is not known. */
export function groupsOf(
  { findings, texts, rules }: PageData,
  by: string,
): readonly (string | null)[] {
  const named = (ids: readonly number[]) => ids.map((id) => texts[id] ?? null);
  switch (by) {
    case 'account':
      return findings.account.map((id, i) => {
        const [account = null, name = null] = named([id, findings.accountName[i] ?? -1]);
        return account === null || name === null ? account : `${account} ${name}`;
      });
    case 'region':
      return named(findings.region);
    case 'root':
      return named(findings.root);
    case 'rule':
      return findings.rule.map((rank) => rules[rank]?.id ?? null);
    default: {
      const tag = by.replace(/^tag:/, '');
      return findings.owner.map((pairs) => {
        const own = pairs.map(([name, value]) => [texts[name] ?? '', texts[value] ?? ''] as const);
        const exact = own.find(([name]) => name === tag);
        return (exact ?? own.find(([name]) => isSame(name, tag)))?.[1] ?? null;
      });
    }
  }
}

/** Positions by group, in the order of the names, what is not known last; else as they were. */
export function inGroups(
  items: readonly number[],
  groups: readonly (string | null)[],
): readonly number[] {
  return items.toSorted((a, b) => order(groups[a] ?? null, groups[b] ?? null));
}

/** What a group is called. */
export function nameGroup(group: string | null, by: string): string {
  const what = by.startsWith('tag:') ? by.slice('tag:'.length) : (names[by] ?? by);
  if (group === null) return `${what} not known`;
  return by.startsWith('tag:') ? `${what}=${group}` : group;
}

const names: Readonly<Record<string, string>> = { region: 'Region', root: 'root module' };

function order(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
