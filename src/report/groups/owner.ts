import type { ReportedFinding } from '../../lint/report.ts';

/** What tells whose the subject of a finding is. */
export type Owned = Pick<ReportedFinding, 'owner' | 'accountName'>;

/** Of one text in a line; the formats for programs have more of it. */
const longest = 60;
const mostAliases = 2;

/** Whose it is, in one short line; null where nothing of it is known. */
export function describeOwner({ owner, accountName }: Owned): string | null {
  const { aliases = [], description = null, tags = {} } = owner ?? {};
  const told = Object.entries(tags).map(([name, value]) => `${cut(name)}=${cut(value)}`);
  const more = aliases.length - mostAliases;
  const names = [
    ...aliases.slice(0, mostAliases).map(cut),
    ...(more > 0 ? [`${more} more`] : []),
  ].join(', ');
  const parts = [
    told.join(', '),
    names,
    // What has an owner or a name needs no description.
    told.length + aliases.length === 0 && description !== null ? `"${cut(description)}"` : '',
    accountName === undefined ? '' : `account ${cut(accountName)}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join(' · ');
}

/** The same for a list of lines. */
export function ownerLines(owned: Owned): readonly string[] {
  const line = describeOwner(owned);
  return line === null ? [] : [line];
}

/** What of it formats for programs have, under these names. */
export function toOwner({ owner, accountName }: Owned): {
  readonly aliases: readonly string[];
  readonly description: string | null;
  readonly ownerTags: Readonly<Record<string, string>>;
  readonly accountName: string | null;
} {
  const { aliases = [], description = null, tags = {} } = owner ?? {};
  return { aliases, description, ownerTags: { ...tags }, accountName: accountName ?? null };
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= longest
    ? line
    : `${line.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
