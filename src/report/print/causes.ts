import { restOfScan, type Gap, type UnreadModule } from '../../model/inventory.ts';
import { unknownReasons } from '../../model/value.ts';
import { compareText } from '../../text/compare.ts';
import { describeGap } from './place.ts';

/** So many places, modules or rules are named in a line; all of them are in the JSON report. */
const mostNamed = 3;

/** Gaps that have one cause. */
export type Cause = readonly [Gap, ...Gap[]];

/** What is told of them. */
interface Told {
  /** Equal for gaps of one cause; null where a gap stands for itself. */
  readonly name: string | null;
  readonly text: string;
  /** The verdicts that wait for it, as the end of a sentence; empty where none does. */
  readonly opens: string;
}

/** Gaps by what caused them, each cause where it first comes up. */
export function causesOf(gaps: readonly Gap[]): readonly Cause[] {
  const causes = new Map<unknown, [Gap, ...Gap[]]>();
  for (const gap of gaps) {
    const name = tellCause([gap]).name ?? gap;
    const cause = causes.get(name);
    if (cause === undefined) causes.set(name, [gap]);
    else cause.push(gap);
  }
  return [...causes.values()];
}

/** One cause in one line, as reports tell it that name its place beside it. */
export function describeCause(cause: Cause): string {
  const [gap, ...others] = cause;
  const { text, opens } = tellCause(cause);
  return `${others.length === 0 ? describeGap(gap) : text}${opens}`;
}

/** One cause in one line: what AWS refused in many accounts, or modules of many root modules that were not fetched. */
export function tellCause(gaps: Cause): Told {
  const [gap] = gaps;
  const opens = describeOpens(gaps);
  const missing = causeOf(gap);
  if (missing !== null)
    return { name: `modules ${missing}`, text: describeModules(gaps, missing), opens };
  const { unanswered, at, reason } = gap;
  if (unanswered === undefined || at.kind !== 'live' || unanswered.subject.endsWith(restOfScan))
    return { name: null, text: gap.what, opens };
  const error = unanswered.error === null ? '' : ` (${unanswered.error})`;
  const name = `${at.call}: ${unknownReasons[reason]}${error}`;
  return { name, text: `${name}: ${describeReach(gaps)}`, opens };
}

/** Why modules are missing; null where there are none, or for several reasons. */
function causeOf({ modules = [] }: Gap): UnreadModule['cause'] | null {
  const [first = null, ...others] = new Set(modules.map(({ cause }) => cause));
  return others.length === 0 ? first : null;
}

function describeReach(gaps: readonly Gap[]): string {
  const keys = new Set(gaps.flatMap(({ unanswered }) => unanswered?.keys ?? []));
  const places = gaps.map(({ unanswered }) => unanswered?.subject.replace(/\/[^/]*$/, '') ?? '');
  const where = `${plural(new Set(places).size, 'account and Region', 'accounts and Regions')} (${listed(places)})`;
  return keys.size === 0 ? where : `${plural(keys.size, 'key')} in ${where}`;
}

function describeModules(gaps: readonly Gap[], cause: UnreadModule['cause']): string {
  const modules = gaps.flatMap((gap) => gap.modules ?? []);
  const what = `${plural(modules.length, 'module')} of ${plural(gaps.length, 'root module')}`;
  const which = listed(modules.map(describeSource));
  const where = listed(gaps.map(({ scope }) => scope));
  const { why, remedy } = causes[cause];
  return `${what} ${why}, what they create was not judged: ${which}; ${remedy} ${where}`;
}

/** Why many modules are missing, and what to do in the root modules that call them. */
const causes = {
  unfetched: { why: 'were not fetched', remedy: 'run `terraform init` in' },
  missing: { why: 'are not where the configuration says', remedy: 'correct the sources in' },
  outside: {
    why: 'lie outside of what may be read',
    remedy: 'judge a directory or repository that holds them beside',
  },
} as const satisfies Readonly<Record<UnreadModule['cause'], object>>;

function describeSource({ source, version }: UnreadModule): string {
  return version === null ? source : `${source} ${version}`;
}

function describeOpens(gaps: readonly Gap[]): string {
  const opens = gaps.flatMap((gap) => gap.opens ?? []);
  if (opens.length === 0) return '';
  const verdicts = opens.reduce((sum, one) => sum + one.verdicts - (one.again ?? 0), 0);
  const rules = listed(opens.flatMap((one) => one.rules).toSorted(compareText));
  return `; leaves ${plural(verdicts, 'verdict')} undecided: ${rules}`;
}

/** Names, each once. */
function listed(names: readonly string[]): string {
  const all = [...new Set(names)];
  const rest = all.length - mostNamed;
  return rest > 0 ? `${all.slice(0, mostNamed).join(', ')} and ${rest} more` : all.join(', ');
}

function plural(count: number, one: string, many: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
