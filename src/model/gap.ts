import type { Fact } from './facts.ts';
import type { LiveLocation, Location } from './location.ts';
import { unknownReasons, type UnknownReason } from './value.ts';

export const everyKind = [
  'key',
  'alias',
  'policy',
  'grant',
  'keyStore',
  'cluster',
  'hsm',
  'monitor',
] as const;
export type Kind = (typeof everyKind)[number];

/** Something that could hold objects and was not, or not wholly, read. */
export interface Gap {
  readonly scope: string;
  readonly reason: UnknownReason;
  readonly what: string;
  /** The kinds of object it may hide. */
  readonly hides: readonly Kind[];
  /** The objects of which it may hide something, by their identities; absent where it may be any. */
  readonly reaches?: readonly string[];
  /** For module calls whose modules were not read: which they are. */
  readonly modules?: readonly UnreadModule[];
  readonly at: Location;
  /** What is missing for this cause, so that a configuration can name it; see {@link Unanswered}. Live alone. */
  readonly unanswered?: Unanswered;
  /** The verdicts that wait for it, where the rules were asked; absent where none does. */
  readonly opens?: Opens;
}

/** Undecided verdicts of which a cause is told. */
export interface Opens {
  /** Ids of their rules, sorted. */
  readonly rules: readonly string[];
  /** How many there are. */
  readonly verdicts: number;
  /** How many of them another gap of the same cause tells before it; absent where none is. */
  readonly again?: number;
}

/** A module call whose module was not read. */
export interface UnreadModule {
  /** As Terraform prints it, without instance keys: `module.data.module.kms`. */
  readonly address: string;
  /** As written, without what may be a credential. */
  readonly source: string;
  readonly version: string | null;
  /** `unfetched` where `terraform init` brings it; else the configuration is wrong, or more has to be judged with it. */
  readonly cause: 'unfetched' | 'missing' | 'outside';
  readonly at: Location;
}

/** How the subject ends where a scan ended early, and left out whatever it had not asked. */
export const restOfScan = '/scan';

/** Requests of one operation in one account and Region that one cause left without an answer. */
export interface Unanswered {
  /** `111122223333/eu-west-1/GetKeyPolicy`; see {@link restOfScan} for the end of a scan. */
  readonly subject: string;
  /** How many requests it was. */
  readonly count: number;
  /** ARNs of the keys that they were about; empty where it was a list of the account and Region. */
  readonly keys: readonly string[];
  /** AWS's name for the error; null where nothing was asked. */
  readonly error: string | null;
  /** What rules need the answers for: where none of those that judge does, nothing is missing. Null: every rule does. */
  readonly fact: Fact | null;
}

/**
 * Requests about keys that one cause left unanswered, in a sentence. One key stands for all of them: a report for
 * programs names each.
 */
export function describeRefused(
  { path, call }: Pick<LiveLocation, 'path' | 'call'>,
  { reason, error }: { readonly reason: UnknownReason; readonly error: string | null },
  keys: readonly string[],
): string {
  const [first = ''] = keys;
  const which = keys.length === 1 ? first : `${keys.length} keys`;
  const others = keys.length === 1 ? '' : `: ${first} and ${keys.length - 1} more`;
  const cause = error === null ? '' : ` (${error})`;
  return `${path}: ${call} of ${which}: ${unknownReasons[reason]}${cause}${others}`;
}

/** So many modules are named in a message; all of them stand in the JSON report. */
const named = 10;

/**
 * What of a root module was not read, and what to do about it.
 * @param directory where to run what fetches modules, as printed
 */
export function describeUnread(directory: string, modules: readonly UnreadModule[]): string {
  const by = (cause: UnreadModule['cause']): readonly UnreadModule[] =>
    modules.filter((module) => module.cause === cause);
  const [unfetched, missing, outside] = [by('unfetched'), by('missing'), by('outside')];
  const where = directory === '.' ? '' : ` in ${directory}`;
  return [
    ...(unfetched.length === 0
      ? []
      : [
          `${count(unfetched, 'was', 'were')} not fetched, ${judged(unfetched)}: ${list(unfetched)}; run \`terraform init\`${where}`,
        ]),
    ...(missing.length === 0
      ? []
      : [
          `${count(missing, 'is', 'are')} not where the configuration says, ${judged(missing)}: ${list(missing)}; correct the source`,
        ]),
    ...(outside.length === 0
      ? []
      : [
          `${count(outside, 'lies', 'lie')} outside of what may be read, ${judged(outside)}: ${list(outside)}; judge a directory or repository that holds both`,
        ]),
  ].join('; ');
}

function count({ length }: readonly unknown[], one: string, many: string): string {
  return length === 1 ? `1 module ${one}` : `${length} modules ${many}`;
}

function judged({ length }: readonly unknown[]): string {
  return `what ${length === 1 ? 'it creates' : 'they create'} was not judged`;
}

function list(modules: readonly UnreadModule[]): string {
  const told = modules.slice(0, named).map(({ address, source, version }) => {
    return `${address} (${source}${version === null ? '' : ` ${version}`})`;
  });
  const rest = modules.length - told.length;
  return [...told, ...(rest === 0 ? [] : [`and ${rest} more`])].join(', ');
}
