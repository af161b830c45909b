import type { Fact } from '../model/facts.ts';
import type {
  PolicyRow,
  RelatedPlace,
  RemedyPart,
  Severity,
  VerdictKind,
} from '../model/finding.ts';
import type { Fix } from '../model/fixes/fix.ts';
import type { Inventory, Kind, Source, Subject } from '../model/inventory.ts';
import type { Location } from '../model/location.ts';
import { all, not, type Truth } from '../model/truth.ts';
import type { Unknown } from '../model/value.ts';
import { tidy, words, type Remedy } from './remedy/part.ts';

/** Options of a rule: what its JSON Schema admits. */
export type Options = Readonly<Record<string, unknown>>;

export interface Context<O> {
  /** The state before the plan, or the earlier snapshot; empty where there is none. */
  readonly prior: Inventory;
  /** What the state said before a plan refreshed it, of plans that found something changed; see `src/model/drift/`. */
  readonly lastKnown: Inventory;
  /** What accounts hold of the keys and aliases that plans name, as their snapshots tell; empty where none was read. */
  readonly account: Inventory;
  readonly options: O;
}

/** One judgement, before it becomes a finding. */
export interface Verdict {
  readonly subject: Subject;
  readonly kind: VerdictKind;
  readonly severity: Severity | null;
  /** What is wrong, what holds, or why the rule does not apply; empty for an open verdict, whose facts tell. */
  readonly message: string;
  readonly because: readonly Unknown[];
  readonly at: Location;
  /** For an open verdict that speaks for several subjects of one kind: how many; see `src/rule/once.ts`. */
  readonly count?: number;
  /** Tells apart two things that one rule says about one subject. */
  readonly discriminator: string;
  /** For a failure: what mends it, to be read by a person; nothing runs it. */
  readonly remedy: readonly RemedyPart[];
  /** For a failure: where else it is seen. */
  readonly related?: readonly RelatedPlace[];
  /** For a failure: the change of the configuration that mends it, where there is one. */
  readonly fix?: Fix;
  /** For a failure of one policy against another: both, side by side. */
  readonly policies: readonly PolicyRow[];
}

export interface Rule<O = Options> {
  /** Names the bad pattern; suppression name, SARIF id and page derive from it. */
  readonly id: string;
  readonly title: string;
  /** Completes "cannot tell …" for an open verdict: `whether automatic rotation is on`. */
  readonly asks: string;
  readonly severity: Severity;
  /** Other severities that its verdicts may carry. */
  readonly otherSeverities?: readonly Severity[];
  readonly sources: readonly Source[];
  /** Judges only where `--rule` names it or the configuration gives it a setting: a matter of taste, or of what cannot be seen. */
  readonly isOptIn?: boolean;
  /** What it judges where that is not the inventory: then `check` says nothing, and `suppress` does. */
  readonly about?: 'suppressions';
  /** Whether it compares code with the accounts that it is about: it judges when these were read. */
  readonly comparesAccounts?: true;
  /** What a live scan must read for it beside ListKeys and DescribeKey; none for a rule that does not judge live state. */
  readonly facts?: readonly Fact[];
  /** Kinds of object that are looked for where it judges, and else are not. */
  readonly needs?: readonly Kind[];
  /** What more it takes with some options, which would be much to ask for without them. */
  moreFacts?(options: O): readonly Fact[];
  /** AWS pages that say why. */
  readonly references: readonly URL[];
  /** Controls of public frameworks that it answers. */
  readonly compliance?: readonly string[];
  /** JSON Schema of the options, with their defaults; validated with ajv. */
  readonly options?: OptionsSchema;
  /** The kinds of object of which it judges each one; keys alone unless told otherwise, none where it judges links of them. */
  readonly judges?: readonly Kind[];
  check(inventory: Inventory, context: Context<O>): Iterable<Verdict>;
  /** What it tells, where every verdict is wanted, of objects that are its evidence about others. */
  evidence?(inventory: Inventory): Iterable<Verdict>;
}

/** The part of JSON Schema that rule options use. */
export interface OptionsSchema {
  readonly type: 'object';
  readonly additionalProperties: false;
  readonly properties: Readonly<Record<string, OptionSchema>>;
}

export interface OptionSchema {
  readonly type: 'integer' | 'string' | 'array' | 'boolean';
  readonly description: string;
  readonly default: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly items?: { readonly type: 'string' };
}

/** Declares a rule; the identity function, for its types. */
export function defineRule<O = Options>(rule: Rule<O>): Rule<O> {
  return rule;
}

export interface Judgement {
  /** False with its reason ({@link explain}): the text of a verdict that the rule does not apply. */
  readonly applies: Truth;
  readonly complies: Truth;
  /** The value that decides, for its place. */
  readonly at: Location;
  /** Lower case, no full stop: what is wrong and what follows from it. */
  readonly message: string;
  /** In the same form: what holds where it complies. The text of a pass, and true of every one. */
  readonly holds: string;
  readonly severity?: Severity;
  readonly discriminator?: string;
  /** Asked where it fails, for few do: what mends it, made by `src/rule/remedy/`, for every source of the rule. */
  readonly remedy: () => readonly RemedyPart[];
  /** Where else a failure is seen. */
  readonly related?: readonly RelatedPlace[];
  /** The change that mends a failure; see `src/rule/fix.ts`. */
  readonly fix?: Fix | null;
  /** The two policies that were compared, side by side. */
  readonly policies?: readonly PolicyRow[];
}

/**
 * The one place where truths become a verdict: `fail` if it applies and does not comply, `open` if that is
 * not known, `notApplicable` if it does not apply, else `pass`.
 * A failure that rests on an assumption is open: whoever may change the assumption decides.
 */
export function judge(subject: Subject, judgement: Judgement): Verdict {
  const { applies, complies, at } = judgement;
  const violated = all(applies, not(complies));
  const assuming = violated.is === true ? violated.assuming : [];
  const because = violated.is === 'unknown' ? violated.because : assuming;
  const kind = kindOf(violated, applies, assuming.length > 0);
  const fix = kind === 'fail' ? (judgement.fix ?? null) : null;
  return {
    subject,
    kind,
    severity: judgement.severity ?? null,
    message: describe(kind, judgement),
    because,
    at,
    discriminator: judgement.discriminator ?? '',
    remedy: kind === 'fail' ? remedyOf(judgement) : [],
    ...(kind === 'fail' && judgement.related !== undefined ? { related: judgement.related } : {}),
    ...(fix === null ? {} : { fix }),
    policies: kind === 'fail' ? (judgement.policies ?? []) : [],
  };
}

/** Where a call passes the value, or leaves it to a default, the call is where it changes. */
function remedyOf({ at, remedy }: Judgement): Remedy {
  const { passed, omitted } = at.kind === 'source' ? at : {};
  const parts = remedy();
  if (!parts.some(({ language }) => language === 'hcl')) return tidy(parts);
  if (passed !== undefined)
    return tidy([
      words(
        'the call of its module passes the value: change it there, or for every caller in the block',
      ),
      ...parts,
    ]);
  if (omitted === undefined) return tidy(parts);
  return tidy([
    words(
      'the call of its module leaves the value to a default: pass it there, or for every caller change the block',
    ),
    ...parts,
  ]);
}

/** What a verdict says of itself: no pass has the words of a failure. */
function describe(kind: VerdictKind, { applies, message, holds }: Judgement): string {
  switch (kind) {
    case 'fail':
      return message;
    case 'pass':
      return holds;
    case 'open':
      return '';
    case 'notApplicable':
      return (applies.is === false ? applies.why : undefined) ?? notAsked;
  }
}

/** For a truth that nobody explained; a test finds those. */
export const notAsked = 'the question does not arise for it';

function kindOf(violated: Truth, applies: Truth, isAssumed: boolean): VerdictKind {
  if (violated.is === 'unknown') return 'open';
  if (violated.is) return isAssumed ? 'open' : 'fail';
  return applies.is === false ? 'notApplicable' : 'pass';
}

/** A verdict on an object that is not judged, and why not. */
export function passedOver(subject: Subject, why: string): Verdict {
  return {
    subject,
    kind: 'notApplicable',
    severity: null,
    message: why,
    because: [],
    at: subject.at,
    discriminator: '',
    remedy: [],
    policies: [],
  };
}
