import type { PolicyRow } from '../../model/finding.ts';
import type { Homes } from '../../model/place/home.ts';
import type { Inventory, Key } from '../../model/inventory.ts';
import { policyOf, type PolicyText } from '../../model/keys/policy.ts';
import { all, holds, undecided, yes, type Truth } from '../../model/truth.ts';
import { known, unknown, type TextPart, type Value } from '../../model/value.ts';
import { accountOfBoth, accountSymbols, partOf, possibleAccounts, settle } from './account.ts';
import { coverage } from './compare.ts';
import { coveringPolicy } from './covering.ts';
import type { Covering } from './covering-text.ts';
import type { ComparisonContext, Side } from '../form/context.ts';
import { defaultPolicy } from '../form/default-policy.ts';
import type { PolicyDocument } from '../grammar/document.ts';
import { describeLoss } from './loss.ts';
import { compareRows } from './rows.ts';
import { parsePolicy, type ParsedPolicy } from '../grammar/parse.ts';

/** What one key's policy gives of another's. */
export interface KeyCoverage {
  readonly covered: Truth;
  /** What is lost, a line each; empty where a policy is sensitive. */
  readonly lost: readonly string[];
  readonly count: number;
  readonly notes: readonly string[];
  /** A policy that would cover; null where a person has to decide. */
  readonly covering: Covering | null;
  /** Both policies, side by side; empty where nothing is lost, and where a policy is sensitive. */
  readonly rows: readonly PolicyRow[];
  readonly isSensitive: boolean;
}

/** A key and the state that it is in. */
export interface KeyInState {
  readonly key: Key;
  readonly inventory: Inventory;
}

/**
 * Whether the policy of one key stands in that of another. Both are in one account: an alias never leaves its own, nor
 * does a replica leave its primary's. Where that is not known, what is lost in each is lost.
 */
export function compareKeys(
  predecessor: KeyInState,
  successor: KeyInState,
  homes: Homes,
  isReplica: boolean = false,
): KeyCoverage {
  const old = policyOf(predecessor.key, predecessor.inventory);
  const next = policyOf(successor.key, successor.inventory);
  const account = accountOfBoth(predecessor.key, successor.key, homes);
  const compareIn = ({ value, standsFor }: Account): KeyCoverage =>
    comparePolicies(
      { ...predecessor, policy: settle(old, standsFor, value), account: value },
      { ...successor, policy: settle(next, standsFor, value), account: value },
      isReplica,
    );
  const result = compareIn({ value: account, standsFor: [] });
  if (result.covered.is !== 'unknown' || typeof account === 'string') return result;
  const standsFor = [account.symbol, ...accountSymbols(predecessor.key, successor.key)];
  const accounts = possibleAccounts([old, next]);
  const results = accounts.map((value) => compareIn({ value, standsFor }));
  const [first] = results;
  if (first === undefined || results.some(({ covered }) => covered.is !== false)) return result;
  const [placeholder = ''] = accounts;
  const nameless = (line: string): string => line.replaceAll(placeholder, account.symbol);
  return {
    ...first,
    lost: first.lost.map(nameless),
    notes: first.notes.map(nameless),
    rows: first.rows.map((row) => ({
      ...row,
      old: row.old === null ? null : nameless(row.old),
      new: row.new.map(nameless),
    })),
    covering: null,
  };
}

/** What to take for the account of both keys, and the symbols that stand for it. */
interface Account {
  readonly value: TextPart;
  readonly standsFor: readonly string[];
}

/** A key in its state, with its policy and account as far as they are known. */
export interface Compared extends KeyInState {
  readonly policy: PolicyText;
  readonly account: TextPart;
}

function comparePolicies(
  predecessor: Compared,
  successor: Compared,
  isReplica: boolean,
): KeyCoverage {
  const { policy: old } = predecessor;
  const { policy: next } = successor;
  const isSensitive = [old, next].some((text) => text.known && text.sensitive === true);
  const nothing = { lost: [], count: 0, notes: [], covering: null, rows: [], isSensitive };
  if (areOneSymbol(old, next, predecessor, successor)) return { ...nothing, covered: yes };
  const [a, b] = [documentOf(predecessor), documentOf(successor)];
  if (!a.known || !b.known) {
    return { ...nothing, covered: undecided(...[a, b].filter((document) => !document.known)) };
  }
  const context: ComparisonContext = {
    predecessor: sideOf(predecessor),
    successor: sideOf(successor),
    ...(isReplica
      ? {
          replica: {
            primaryRegion: partOf(predecessor.key.region, `region of ${predecessor.key.subject}`),
            replicaRegion: partOf(successor.key.region, `region of ${successor.key.subject}`),
          },
        }
      : {}),
  };
  const result = coverage(a.value, b.value, context);
  const { covered, lost, notes } = result;
  const isHidden = isSensitive || isReplica || lost.length === 0;
  return {
    covered: resting(covered, old, next),
    lost: isSensitive ? [] : lost.map((loss) => describeLoss(loss, old.inside)),
    count: lost.length,
    notes: isSensitive ? [] : notes,
    rows: isSensitive || covered.is !== false ? [] : compareRows(a.value, b.value, result),
    covering: isHidden ? null : coveringPolicy(a.value, b.value, lost),
    isSensitive,
  };
}

/** Two policies of which nothing is known, and that are one reference to the same thing, are equal. */
function areOneSymbol(
  old: PolicyText,
  next: PolicyText,
  predecessor: KeyInState,
  successor: KeyInState,
): boolean {
  if (old.known || next.known || predecessor.key.scope !== successor.key.scope) return false;
  if (old.parts !== undefined || next.parts !== undefined) return false;
  return old.symbol !== undefined && old.symbol === next.symbol;
}

/** True, on the assumptions that a text rests on. */
export function groundOf(text: PolicyText): Truth {
  if (text.known) return holds(text, () => true);
  return text.assumed === undefined ? yes : { is: true, assuming: [text.assumed] };
}

/** A verdict on known texts rests on what they rest on. */
function resting(covered: Truth, ...texts: readonly PolicyText[]): Truth {
  const grounds = texts.map(groundOf);
  const ground = all(...grounds);
  if (covered.is === 'unknown' || ground.is === 'unknown') return covered;
  return { is: covered.is, assuming: [...covered.assuming, ...ground.assuming] };
}

/** What a comparison is to know of a key. */
export function sideOf({ policy, key, account }: Compared): Side {
  return {
    arn: key.arn.known || key.arn.symbol !== undefined ? [partOf(key.arn, '')] : null,
    account: [account],
    at: policy.at,
    reason: policy.known ? 'unresolved-reference' : policy.reason,
  };
}

/** The policy of a key as a document, AWS's default one where none is declared. */
export function documentOf({
  policy: text,
  account,
  key,
  inventory,
}: Compared): Value<PolicyDocument> {
  if (text.known && text.value === null) {
    return known(defaultPolicy([account]), 'default', text.at);
  }
  const parsedPolicy = parseText(text, inventory);
  if (parsedPolicy === null && !text.known) return text;
  const document = parsedPolicy?.document ?? null;
  const isPlaceholder = text.byDefault !== undefined;
  const isRefused = parsedPolicy?.problems.some(({ kind }) => kind === 'principal') === true;
  if (document !== null && (isPlaceholder || !isRefused))
    return known(document, 'explicit', text.at);
  return unknown('invalid-document', `the policy of ${key.subject}`, text.at);
}

const parsed = new WeakMap<Inventory, Map<string, ParsedPolicy>>();

/** So many parsed policies are kept: an account may have a hundred thousand different ones. */
const mostParsed = 2000;

/** Reads a policy text, those of late once; null where nothing of it is known. */
export function parseText(text: PolicyText, inventory: Inventory): ParsedPolicy | null {
  const parts = text.known ? [text.value ?? ''] : text.parts;
  if (parts === undefined || parts.length === 0) return null;
  const texts = parsed.get(inventory) ?? new Map<string, ParsedPolicy>();
  parsed.set(inventory, texts);
  const name = JSON.stringify(parts);
  const policy = texts.get(name) ?? parsePolicy(parts);
  if (texts.size >= mostParsed) texts.clear();
  texts.set(name, policy);
  return policy;
}
/** More losses than this are counted. */
const mostTold = 5;

/** What is lost, for a message; a sensitive policy keeps its words. */
export function describeLosses({ lost, count, isSensitive, notes }: KeyCoverage): string {
  const statements = `${count} statement${count === 1 ? '' : 's'}`;
  if (isSensitive) return `${statements} of a policy that is marked sensitive`;
  const more = count > mostTold ? [`and ${count - mostTold} more`] : [];
  const told = [...lost.slice(0, mostTold), ...more].join('; ');
  return notes.length === 0 ? told : `${told}; note that ${notes.slice(0, 3).join(', and that ')}`;
}
