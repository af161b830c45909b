import { rolesOf } from '../../../model/aliases/scheme.ts';
import type { KeySummary, Replacement } from '../../../lint/report.ts';
import { formatDay, toDay } from './dates.ts';
import { groupBy } from './group.ts';
import { columnsOf, groupNodes, type Edge } from './graph.ts';
import { labelOf } from './label.ts';
import type { LineageAlias, LineageData, LineageNode } from './page-data.ts';
import type { Texts } from './texts.ts';

/** A key of a scope, or one that the plan takes away. */
interface Node {
  readonly subject: string;
  readonly key: KeySummary | null;
  /** A key of its picture: it tells account and Region. */
  readonly beside: KeySummary;
}

interface Link extends Edge, Pick<Replacement, 'certain' | 'evidence'> {}

/**
 * One picture for each set of keys that an alias stem or a replacement joins. A key alone makes one where a
 * version alias shows that it takes part in manual rotation.
 */
export function findLineages(keys: readonly KeySummary[], texts: Texts): readonly LineageData[] {
  return [...groupBy(keys, ({ scope }) => scope).values()].flatMap((group) =>
    lineagesOf(group, texts),
  );
}

function lineagesOf(keys: readonly KeySummary[], texts: Texts): readonly LineageData[] {
  const roles = rolesOf(keys.flatMap(({ aliases }) => aliases));
  const isVersion = (name: string): boolean => roles.get(name)?.role === 'version';
  const nodes: Node[] = keys.map((key) => ({ subject: key.subject, key, beside: key }));
  const links = linksOf(keys, nodes);
  const stemsOf = ({ key }: Node): readonly string[] =>
    (key?.aliases ?? []).flatMap((name) => roles.get(name)?.stem ?? []);
  return groupNodes(nodes.map(stemsOf), links)
    .filter(
      (group) =>
        group.length > 1 || group.some((i) => (nodes[i]?.key?.aliases ?? []).some(isVersion)),
    )
    .map((group) => {
      const own = group.flatMap((i) => nodes[i] ?? []);
      const place = new Map(group.map((i, rank) => [i, rank]));
      const inside = links.flatMap((link) => {
        const [from, to] = [place.get(link.from), place.get(link.to)];
        return from === undefined || to === undefined ? [] : [{ ...link, from, to }];
      });
      const columns = columnsOf(own.length, inside);
      const [first] = own;
      return {
        stems: [...new Set(own.flatMap(stemsOf))].toSorted().map((stem) => texts.idOf(stem)),
        account: texts.idOf(first?.beside.account ?? null),
        region: texts.idOf(first?.beside.region ?? null),
        nodes: own.map((node, i) => toNode(node, columns[i] ?? 0, i, isVersion, texts)),
        links: inside.map(({ from, to, certain, evidence }) => ({
          from,
          to,
          certain,
          evidence: texts.idOf(evidence),
        })),
      };
    });
}

/** The links between the keys of one scope; keys that the plan takes away are added to the nodes. */
function linksOf(keys: readonly KeySummary[], nodes: Node[]): readonly Link[] {
  const places = new Map(keys.map(({ subject }, i) => [subject, i]));
  const gone = new Map<string, number>();
  const goneAt = (subject: string, beside: KeySummary): number => {
    const place = gone.get(subject) ?? nodes.push({ subject, key: null, beside }) - 1;
    gone.set(subject, place);
    return place;
  };
  return keys.flatMap((key, here) => [
    ...key.successors.flatMap(({ subject, ...rest }) => {
      const to = places.get(subject);
      return to === undefined ? [] : [{ from: here, to, ...rest }];
    }),
    ...(key.replaces ?? []).map(({ subject, ...rest }) => ({
      from: goneAt(subject, key),
      to: here,
      ...rest,
    })),
  ]);
}

function toNode(
  { subject, key }: Node,
  column: number,
  row: number,
  isVersion: (name: string) => boolean,
  texts: Texts,
): LineageNode {
  const created = toDay(key?.dates?.createdAt);
  const facts = [key?.keySpec ?? '', created === null ? '' : `created ${formatDay(created)}`];
  const since = new Map((key?.aliasMoves ?? []).map(({ alias, at }) => [alias, toDay(at)]));
  const aliases = (key?.aliases ?? []).map((name): LineageAlias => {
    return { name: texts.idOf(name), isVersion: isVersion(name), since: since.get(name) ?? null };
  });
  return {
    label: texts.idOf(key === null ? subject : labelOf(key)),
    facts: texts.idOf(facts.filter((fact) => fact !== '').join(' · ')),
    state: texts.idOf(key === null ? 'taken away by the plan' : stateOf(key)),
    aliases: aliases.toSorted((a, b) => Number(a.isVersion) - Number(b.isVersion)),
    column,
    row,
  };
}

/** A state other than the usual. */
function stateOf({ keyState }: KeySummary): string | null {
  return keyState === 'Enabled' ? null : keyState;
}
