import type { CanonicalStatement } from '../form/normalise.ts';
import type { Denial } from './denial.ts';
import type { Remainder } from './cover.ts';
import { atomsOf, isAllBut } from '../form/dimension.ts';
import type { Atom } from '../form/dimension.ts';
import type { Conjunct, Statement } from '../grammar/document.ts';
import type { Position } from '../json/problem.ts';
import type { CanonicalPrincipal } from '../form/principal.ts';
import { printText } from '../text/text.ts';
import type { Text } from '../text/text.ts';

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
    const key = JSON.stringify([part.statement.source.index, part.actions.map(keyOf)]);
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
    principals: group.flatMap((part) => printPrincipals(part.principal)),
    actions: printActions(actions, statement.source),
    deniedBy: null,
  };
}

/** The loss of an Allow, or a part of it, to a Deny. */
export function lossTo({ allow, deny, principals, actions }: Denial): Loss {
  return {
    ...frameOf(allow),
    principals: atomsOf(principals).flatMap(printPrincipals),
    actions: printActions(atomsOf(actions), allow.source),
    deniedBy: referenceTo(deny.source),
  };
}

/** One line that says what is lost, for a finding. */
export function describeLoss(loss: Loss): string {
  const condition = loss.condition === null ? '' : ` if ${loss.condition}`;
  const by = loss.deniedBy;
  const denied = by === null ? '' : `, taken away by Deny ${nameOf(by)}`;
  return `${nameOf(loss)}: ${loss.effect} ${listed(loss.actions)} for ${listed(loss.principals)}${condition}${denied}`;
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

function referenceTo({ sid, index, pointer, line, column }: Statement): StatementReference {
  return { sid: sid === null ? null : printText(sid), statement: index, pointer, line, column };
}

function keyOf(atom: Atom<Text>): string {
  return isAllBut(atom) ? 'all but' : atom.key;
}

function printPrincipals(atom: Atom<CanonicalPrincipal>): readonly string[] {
  if (isAllBut(atom)) return [`all but ${atom.items.flatMap(printPrincipals).join(', ')}`];
  const text = printText(atom.source.text);
  return [atom.type === 'AWS' || atom.type === null ? text : `${atom.type} ${text}`];
}

/** Actions as they are written. */
function printActions(atoms: readonly Atom<Text>[], { action }: Statement): readonly string[] {
  const written = (action?.items ?? []).map(printText);
  const byLower = new Map(written.map((name) => [name.toLowerCase(), name]));
  return atoms.map((atom) => {
    if (isAllBut(atom)) return `all but ${written.join(', ')}`;
    const name = printText(atom);
    return byLower.get(name.toLowerCase()) ?? name;
  });
}

function printCondition(condition: readonly Conjunct[]): string | null {
  return condition.length === 0 ? null : condition.map(printConjunct).join(' and ');
}

function printConjunct({ operator, key, values }: Conjunct): string {
  const alternatives = (values ?? []).map(printText).join(' or ');
  const words = [printText(operator), key === null ? '' : printText(key), alternatives];
  return words.filter((word) => word !== '').join(' ');
}
