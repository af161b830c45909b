import { coverage } from '../../../src/policy/compare/compare.ts';
import type { Coverage } from '../../../src/policy/compare/compare.ts';
import type { ComparisonContext, Side } from '../../../src/policy/form/context.ts';
import type { PolicyDocument } from '../../../src/policy/grammar/document.ts';
import { parsePolicy } from '../../../src/policy/grammar/parse.ts';
import type { TextPart } from '../../../src/model/value.ts';

/** A statement as JSON writes it. */
export type Json = { readonly [member: string]: unknown };

const side = (arn: string | null): Side => ({
  arn: arn === null ? null : [arn],
  account: ['111122223333'],
  at: { kind: 'plan', path: 'plan.json', pointer: '', source: null },
  reason: 'unresolved-reference',
});

export const oldArn = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
export const newArn = 'arn:aws:kms:us-east-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321';

/** A predecessor and a successor in one account and Region. */
export const context: ComparisonContext = { predecessor: side(oldArn), successor: side(newArn) };

export function role(name: string): string {
  return `arn:aws:iam::111122223333:role/${name}`;
}

export function allow(principal: unknown, action: unknown, more: Json = {}): Json {
  return { Effect: 'Allow', Principal: principal, Action: action, Resource: '*', ...more };
}

export function deny(principal: unknown, action: unknown, more: Json = {}): Json {
  return { ...allow(principal, action, more), Effect: 'Deny' };
}

export function textOfPolicy(statements: readonly Json[], version = '2012-10-17'): string {
  return JSON.stringify({ Version: version, Statement: statements });
}

/** Parses a text in which `<<name>>` stands for the symbol `name`. */
export function parseSymbols(text: string): PolicyDocument {
  const parts = text
    .split(/<<([^>]+)>>/u)
    .map((piece, index): TextPart => (index % 2 === 0 ? piece : { symbol: piece }));
  const { document, problems } = parsePolicy(parts);
  if (document === null) throw new Error(problems.map((p) => p.message).join('\n'));
  return document;
}

export function policy(...statements: readonly Json[]): PolicyDocument {
  return parseSymbols(textOfPolicy(statements));
}

export function compare(
  a: PolicyDocument,
  b: PolicyDocument,
  more: Partial<ComparisonContext> = {},
): Coverage {
  return coverage(a, b, { ...context, ...more });
}

/** `true`, `false` or `'unknown'`. */
export function covered(
  a: PolicyDocument,
  b: PolicyDocument,
  more: Partial<ComparisonContext> = {},
): boolean | 'unknown' {
  return compare(a, b, more).covered.is;
}

/** What an undecided comparison names. */
export function reasons(result: Coverage): readonly string[] {
  return result.covered.is === 'unknown' ? result.covered.because.map((u) => u.what) : [];
}
