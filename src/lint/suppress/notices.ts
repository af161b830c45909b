import { posix } from 'node:path';
import rule from '../../../rules/suppression-ineffective/rule.ts';
import { compareFindings, distinguish, hash } from '../check.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import type { SourceLocation } from '../../model/location.ts';
import { quote, suggest } from '../../text/suggest.ts';
import { code, words, type Remedy } from '../../rule/remedy/part.ts';
import type { Rule } from '../../rule/rule.ts';
import type { Directive, Line } from './directive.ts';

/** A directive, where it stands and where it counts. */
export interface Written extends Line {
  readonly at: SourceLocation;
  /** The block around it or right below it; null where there is none, so that it counts nowhere. */
  readonly block: SourceLocation | null;
}

/** Why a suppression, or a part of it, suppresses nothing. */
export interface Notice {
  readonly at: SourceLocation;
  readonly severity: Severity;
  readonly message: string;
  /** The directive as written, and what tells apart two notices about it. */
  readonly about: readonly string[];
}

/**
 * Notices as findings of `suppression-ineffective`, each with a fingerprint that survives moved lines; all of one
 * severity where the rule was given one.
 */
export function toFindings(
  notices: readonly Notice[],
  pathInRepository: (path: string) => string,
  judging: Rule = rule,
): readonly Finding[] {
  const { severity: only, otherSeverities = [] } = judging;
  const findings = notices.map(({ at, severity, message, about }): Finding => ({
    ruleId: rule.id,
    kind: 'fail',
    severity: otherSeverities.length === 0 ? only : severity,
    subject: at.path,
    source: 'hcl',
    scope: posix.dirname(at.path),
    account: null,
    region: null,
    message,
    because: [],
    remedy: toRemedy(at),
    location: at,
    fingerprint: hash([rule.id, pathInRepository(at.path), ...about]),
  }));
  return distinguish(findings.toSorted(compareFindings));
}

/** What a suppression looks like, in a comment or in the configuration file. */
function toRemedy({ path }: SourceLocation): Remedy {
  const shown = /\.(?:tf|tofu)(?:\.json)?$/.test(path)
    ? [words('in this form, right above the block or in it'), code([example])]
    : [];
  return [words('correct the suppression, or take it away where nothing needs it'), ...shown];
}

const example = '# kmslint:ignore rotation-disabled until=9999-12-31 -- why it may stay so';

/** What is wrong with a directive by itself. */
export function describeFaults(
  written: Written,
  options: { readonly today: string; readonly ruleIds: readonly string[] },
): readonly Notice[] {
  const { at, block, text, parsed } = written;
  const notice = (message: string, ...about: readonly string[]): Notice => {
    return { at, severity: 'medium', message, about: [text, ...about] };
  };
  if ('faults' in parsed) {
    return [notice(`the comment suppresses nothing: ${parsed.faults.join(', and ')}`)];
  }
  if (block === null) {
    return [
      notice('the comment stands neither in a block nor right above one, so it suppresses nothing'),
    ];
  }
  const known = options.ruleIds.filter((id) => id !== rule.id);
  const unknown = parsed.rules.filter((id) => !known.includes(id));
  const misnamed = unknown.map((id) => notice(describeUnknown(id, known), id));
  if (!isExpired(parsed, options.today)) return misnamed;
  const names = parsed.rules.join(', ');
  const expired = `the suppression of ${names} ended with ${parsed.until}, so its findings count again`;
  return [...misnamed, notice(expired, 'expired')];
}

function describeUnknown(id: string, known: readonly string[]): string {
  if (id === rule.id) return 'what is wrong with a suppression cannot be suppressed by a comment';
  if (id === 'all' || id === '*') {
    return `the comment suppresses rules by name, and ${quote(id)} is none, so nobody accepts what was not seen`;
  }
  return `the comment suppresses ${quote(id)}, but no rule is called that${suggest(id, known)}`;
}

/** That one rule of a directive suppresses nothing. */
export function describeUnused({ at, text }: Written, ruleId: string): Notice {
  const message = `the suppression of ${ruleId} is not needed: the rule finds nothing there`;
  return { at, severity: 'low', message, about: [text, ruleId, 'unused'] };
}

/** Whether the last day of a directive is over. */
export function isExpired({ until }: Directive, today: string): boolean {
  return until !== null && until < today;
}
