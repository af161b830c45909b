/** What an alias name says in the scheme of manual rotation (AWS support: "manually rotate a KMS key"). */
export type AliasRole =
  | { readonly role: 'version'; readonly stem: string; readonly order: VersionOrder }
  | { readonly role: 'moving'; readonly stem: string };

/** Dates (as yyyymmdd) order among dates, numbers among numbers; the two do not compare. */
export interface VersionOrder {
  readonly by: 'date' | 'number';
  readonly rank: number;
}

const dated = /^(.+)[-_/](20\d\d)([-_]?)(0[1-9]|1[0-2])(?:([-_]?)(0[1-9]|[12]\d|3[01]))?$/;
const numbered = /^(.+)[-_/](?:v|V|gen)([1-9]\d{0,2})$/;

/** Aliases that AWS services own; they never count. */
export function isAwsAlias(name: string): boolean {
  return name.startsWith('alias/aws/');
}

/**
 * Tells a version alias (`alias/app-20180606`, `alias/app-v2`) from a moving one (`alias/app-current`).
 * The caller demands a second alias of the stem before it believes in a version: see {@link rolesOf}.
 */
export function readVersion(name: string): { stem: string; order: VersionOrder } | null {
  const date = dated.exec(name);
  if (date !== null) return readDate(date);
  const number = numbered.exec(name);
  if (number === null) return null;
  const [, stem = '', rank = ''] = number;
  return { stem, order: { by: 'number', rank: Number(rank) } };
}

/** The stem of a moving alias: its name without `-current`. */
export function stemOf(name: string): string {
  return name.replace(/[-_/]current$/, '');
}

/** The roles of the alias names of one scope: a version counts only beside another alias of its stem. */
export function rolesOf(names: readonly string[]): ReadonlyMap<string, AliasRole> {
  const customer = [...new Set(names)].filter((name) => !isAwsAlias(name));
  const stems = new Map<string, number>();
  const count = (stem: string): void => {
    stems.set(stem, (stems.get(stem) ?? 0) + 1);
  };
  for (const name of customer) count(readVersion(name)?.stem ?? stemOf(name));
  return new Map(
    customer.map((name): [string, AliasRole] => {
      const version = readVersion(name);
      if (version !== null && (stems.get(version.stem) ?? 0) > 1) {
        return [name, { role: 'version', ...version }];
      }
      return [name, { role: 'moving', stem: stemOf(name) }];
    }),
  );
}

function readDate(match: RegExpExecArray): { stem: string; order: VersionOrder } | null {
  const [, stem = '', year = '', first = '', month = '', second, day] = match;
  if (day === undefined) return { stem, order: { by: 'date', rank: Number(`${year}${month}00`) } };
  if (first !== second || !isDate(Number(year), Number(month), Number(day))) return null;
  return { stem, order: { by: 'date', rank: Number(`${year}${month}${day}`) } };
}

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
