/** What an alias name says in the scheme of manual rotation (AWS support: "manually rotate a KMS key"). */
export type AliasRole =
  | { readonly role: 'version'; readonly stem: string; readonly order: VersionOrder }
  | { readonly role: 'moving'; readonly stem: string };

/** Dates (as yyyymmdd) order among dates, numbers among numbers; the two do not compare. */
export interface VersionOrder {
  readonly by: 'date' | 'number';
  readonly rank: number;
}

/** A version alias: the name without its version, and the version. */
export interface Version {
  readonly stem: string;
  readonly order: VersionOrder;
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
export function readVersion(name: string, patterns: readonly string[] = []): Version | null {
  const date = dated.exec(name);
  const number = numbered.exec(name);
  const builtIn = date === null ? readNumber(number) : readDate(date);
  if (builtIn !== null) return builtIn;
  for (const pattern of patterns) {
    const version = readByPattern(name, pattern);
    if (version !== null) return version;
  }
  return null;
}

function readNumber(match: RegExpExecArray | null): Version | null {
  if (match === null) return null;
  const [, stem = '', rank = ''] = match;
  return { stem, order: { by: 'number', rank: Number(rank) } };
}

/**
 * By a pattern like `{stem}-{number}`, in time linear in the name: patterns come from configuration files, and no
 * regular expression of theirs is run. All digits at the end are the number, up to 15 of them.
 */
function readByPattern(name: string, pattern: string): Version | null {
  const [before = '', between, after = ''] = pattern.split(/\{(?:stem|number)\}/);
  const start = `alias/${before}`;
  if (between === undefined || !name.startsWith(start) || !name.endsWith(after)) return null;
  const rest = name.slice(start.length, name.length - after.length);
  let digits = 0;
  while (digits < rest.length && /\d/.test(rest.charAt(rest.length - 1 - digits))) digits++;
  const head = rest.slice(0, rest.length - digits);
  if (digits === 0 || digits > 15 || !head.endsWith(between)) return null;
  const stem = head.slice(0, head.length - between.length);
  if (stem === '') return null;
  return { stem: `alias/${stem}`, order: { by: 'number', rank: Number(rest.slice(-digits)) } };
}

/** The stem of a moving alias: its name without `-current`. */
export function stemOf(name: string): string {
  return name.replace(/[-_/]current$/, '');
}

/** The roles of the alias names of one scope: a version counts only beside another alias of its stem. */
export function rolesOf(
  names: readonly string[],
  patterns: readonly string[] = [],
): ReadonlyMap<string, AliasRole> {
  const customer = [...new Set(names)].filter((name) => !isAwsAlias(name));
  const stems = new Map<string, number>();
  const count = (stem: string): void => {
    stems.set(stem, (stems.get(stem) ?? 0) + 1);
  };
  for (const name of customer) count(readVersion(name, patterns)?.stem ?? stemOf(name));
  return new Map(
    customer.map((name): [string, AliasRole] => {
      const version = readVersion(name, patterns);
      if (version !== null && (stems.get(version.stem) ?? 0) > 1) {
        return [name, { role: 'version', ...version }];
      }
      return [name, { role: 'moving', stem: stemOf(name) }];
    }),
  );
}

function readDate(match: RegExpExecArray): Version | null {
  const [, stem = '', year = '', first = '', month = '', second, day] = match;
  if (day === undefined) return { stem, order: { by: 'date', rank: Number(`${year}${month}00`) } };
  if (first !== second || !isDate(Number(year), Number(month), Number(day))) return null;
  return { stem, order: { by: 'date', rank: Number(`${year}${month}${day}`) } };
}

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
