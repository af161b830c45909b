import type { Inside } from '../../model/value.ts';
import type { CanonicalStatement } from '../form/normalise.ts';
import type { Denial } from './denial.ts';
import type { ActionPart, Remainder } from './cover.ts';
import { bitsOf, printActions } from '../form/action.ts';
import { isAllBut } from '../form/dimension.ts';
import type { Atom } from '../form/dimension.ts';
import type { Conjunct, Statement } from '../grammar/document.ts';
import type { Position } from '../json/problem.ts';
import type { CanonicalPrincipal } from '../form/principal.ts';
import { printText } from '../text/text.ts';

/** A statement as a finding names it. */
export interface StatementReference extends Position {
  readonly sid: string | null;
  /** Its place among the statements of its policy, from 0. */
  readonly statement: number;
  readonly pointer: string;
}

/** What one policy has and the other lacks, in the words of the policy that has it. */
export interface Loss extends StatementReference {
  readonly effect: 'Allow' | 'Deny';
  /** Service principals and the like carry their type, as in `Service logs.amazonaws.com`. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  /** As in `StringEquals kms:CallerAccount 111122223333`; null where there is none. */
  readonly condition: string | null;
  /** The Deny that takes an Allow away; null where the statement is simply missing. */
  readonly deniedBy: StatementReference | null;
}

/** Losses of the parts that are not covered: principals that lack the same actions stand together. */
export function lossesOf(parts: readonly Remainder[]): readonly Loss[] {
  const groups = new Map<string, [Remainder, ...Remainder[]]>();
  for (const part of parts) {
    const key = [
      part.statement.source.index,
      part.actions.bits,
      ...part.actions.open.map((o) => o.key),
    ].join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  }
  return [...groups.values()].map(lossOfGroup);
}

function lossOfGroup(group: readonly [Remainder, ...Remainder[]]): Loss {
  const [{ statement, actions }] = group;
  return {
    ...frameOf(statement),
    principals: [...new Set(group.flatMap((part) => printPrincipals(part.principal)))],
    actions: printLost(actions, statement),
    deniedBy: null,
  };
}

/** The loss of an Allow, or a part of it, to a Deny. */
export function lossTo({ allow, deny, principals, actions }: Denial): Loss {
  return {
    ...frameOf(allow),
    principals: principals.flatMap(printPrincipals),
    actions: printLost(actions, allow),
    deniedBy: referenceTo(deny.source),
  };
}

/** One line that says what is lost, for a finding: who, may do what, on which condition, and where that is written. */
export function describeLoss(loss: Loss, inside?: Inside): string {
  const condition = loss.condition === null ? '' : ` if ${loss.condition}`;
  const by = loss.deniedBy;
  const denied = by === null ? '' : `, taken away by Deny ${nameOf(by)}`;
  const place = inside?.(loss) ?? null;
  const at = place === null ? '' : ` (${place.path}:${place.line}:${place.column})`;
  return `${nameOf(loss)}${at}: ${loss.effect} ${listed(loss.actions)} for ${listed(loss.principals)}${condition}${denied}`;
}

/** A whole statement, in the same words. */
export function describeStatement(statement: Statement): string {
  const { effect, principal, action, condition } = statement;
  const actions = `${action?.negated === true ? 'all but ' : ''}${listed((action?.items ?? []).map(printText))}`;
  const names = principal.items.map(({ type, text }) =>
    type === 'AWS' || type === null ? printText(text) : `${type} ${printText(text)}`,
  );
  const asked = printCondition(condition);
  const who = `${principal.negated ? 'all but ' : ''}${listed(names)}`;
  return `${effect} ${actions} for ${who}${asked === null ? '' : ` if ${asked}`}`;
}

function nameOf({ sid, statement }: StatementReference): string {
  return sid === null ? `statement ${statement + 1}` : `"${sid}"`;
}

/** A list that stays on one line. */
function listed(items: readonly string[]): string {
  const shown = items.slice(0, 8).join(', ');
  return items.length > 8 ? `${shown} and ${items.length - 8} more` : shown;
}

function frameOf({
  source,
  effect,
}: CanonicalStatement): Omit<Loss, 'principals' | 'actions' | 'deniedBy'> {
  return { ...referenceTo(source), effect, condition: printCondition(source.condition) };
}

/** A statement, by its names and its place. */
export function referenceTo({ sid, index, pointer, line, column }: Statement): StatementReference {
  return { sid: sid === null ? null : printText(sid), statement: index, pointer, line, column };
}

function printPrincipals(atom: Atom<CanonicalPrincipal>): readonly string[] {
  if (isAllBut(atom)) return [`all but ${atom.items.flatMap(printPrincipals).join(', ')}`];
  const text = printText(atom.source.text);
  return [atom.type === 'AWS' || atom.type === null ? text : `${atom.type} ${text}`];
}

/** Actions as they are written: a pattern of which only a part is lost, as the names of that part. */
function printLost(
  { bits, open }: ActionPart,
  { actions, source }: CanonicalStatement,
): readonly string[] {
  const written = (source.action?.items ?? []).map(printText);
  if (actions.negated)
    return bits === actions.possible ? [`all but ${written.join(', ')}`] : printActions(bits);
  const items = actions.items.map((item, at) => ({ name: written[at] ?? printText(item), item }));
  const whole = items.filter(({ item }) => {
    if (item.certain === null) return open.includes(item);
    const { certain } = bitsOf(item);
    return certain !== 0n && (certain & bits) === certain;
  });
  const named = whole.reduce((sum, { item }) => sum | bitsOf(item).certain, 0n);
  return [...new Set(whole.map(({ name }) => name)), ...printActions(bits & ~named)];
}

function printCondition(condition: readonly Conjunct[]): string | null {
  return condition.length === 0 ? null : condition.map(printConjunct).join(' and ');
}

function printConjunct({ operator, key, values }: Conjunct): string {
  const alternatives = (values ?? []).map(printText).join(' or ');
  const words = [printText(operator), key === null ? '' : printText(key), alternatives];
  return words.filter((word) => word !== '').join(' ');
}
