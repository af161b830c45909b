/** A directed edge between nodes, by their indexes. */
export interface Edge {
  readonly from: number;
  readonly to: number;
}

/** Groups of nodes that share a label or an edge, directly or through others; both in the order of the nodes. */
export function groupNodes(
  labels: readonly (readonly string[])[],
  edges: readonly Edge[],
): readonly (readonly number[])[] {
  const parents = labels.map((_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while ((parents[root] ?? root) !== root) root = parents[root] ?? root;
    for (let next = i; next !== root;) [next, parents[next]] = [parents[next] ?? root, root];
    return root;
  };
  const join = (a: number, b: number): void => {
    parents[Math.max(rootOf(a), rootOf(b))] = Math.min(rootOf(a), rootOf(b));
  };
  const holders = new Map<string, number>();
  for (const [i, own] of labels.entries()) {
    for (const label of own) join(i, holders.get(label) ?? i);
    for (const label of own) if (!holders.has(label)) holders.set(label, i);
  }
  for (const { from, to } of edges) join(from, to);
  const groups = new Map<number, number[]>();
  for (const i of labels.keys()) {
    const root = rootOf(i);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [i]);
    else group.push(i);
  }
  return [...groups.values()];
}

/** How many steps lead to each node at most; nodes of a cycle stay where the way into it ends. */
export function columnsOf(count: number, edges: readonly Edge[]): readonly number[] {
  const columns = Array.from({ length: count }, () => 0);
  const waiting = Array.from({ length: count }, () => 0);
  const outgoing = Array.from({ length: count }, (): number[] => []);
  for (const { from, to } of edges) {
    outgoing[from]?.push(to);
    waiting[to] = (waiting[to] ?? 0) + 1;
  }
  const ready = [...waiting.keys()].filter((i) => waiting[i] === 0);
  for (let i = ready.pop(); i !== undefined; i = ready.pop()) {
    for (const to of outgoing[i] ?? []) {
      columns[to] = Math.max(columns[to] ?? 0, (columns[i] ?? 0) + 1);
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) ready.push(to);
    }
  }
  return columns;
}
