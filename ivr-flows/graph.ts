/** Questions about a flow as a graph: what can be reached, and where a call could go round for ever. */

/** From a node to the nodes that may follow it. */
export type Edges = ReadonlyMap<string, readonly string[]>;

/** Every node that can be reached from `starts`, these included. Nodes for which `mayPass` is false are reached, not passed. */
export function reachable(
  starts: readonly string[],
  edges: Edges,
  mayPass: (node: string) => boolean = () => true,
): ReadonlySet<string> {
  const found = new Set(starts);
  // A set hands out what is added while it is walked: each node comes once.
  for (const node of found) {
    if (!mayPass(node)) continue;
    for (const next of edges.get(node) ?? []) found.add(next);
  }
  return found;
}

export function reversed(edges: Edges): Edges {
  const back = new Map<string, string[]>();
  for (const [from, targets] of edges) {
    for (const to of targets) back.set(to, [...(back.get(to) ?? []), from]);
  }
  return back;
}

/** The loops of a graph, each as the nodes that lie on it with one another (its strongly connected parts). */
export function loops(edges: Edges): readonly (readonly string[])[] {
  const onLoop = [...edges.keys()].filter((node) => reachable(edges.get(node) ?? [], edges).has(node));
  const taken = new Set<string>();
  const found: string[][] = [];
  for (const node of onLoop) {
    if (taken.has(node)) continue;
    const ahead = reachable([node], edges);
    const loop = onLoop.filter((other) => ahead.has(other) && reachable([other], edges).has(node));
    for (const member of loop) taken.add(member);
    found.push(loop);
  }
  return found;
}
