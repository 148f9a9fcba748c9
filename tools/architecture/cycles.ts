/** Finds at least one cycle in each group of nodes that depend on each other. A cycle ends with its first name. */
export function firstCycles(edges: readonly (readonly [string, string])[]): string[][] {
  const next = new Map<string, Set<string>>()
  for (const [from, to] of edges) next.set(from, (next.get(from) ?? new Set()).add(to))

  const done = new Set<string>()
  const cycles: string[][] = []
  for (const start of next.keys()) {
    if (done.has(start)) continue
    const path = [start]
    const onPath = new Set(path)
    const rest = [[...(next.get(start) ?? [])]]
    while (path.length > 0) {
      const to = rest.at(-1)?.pop()
      if (to === undefined) {
        const left = path.pop() ?? ''
        rest.pop()
        onPath.delete(left)
        done.add(left)
      } else if (onPath.has(to)) {
        cycles.push([...path.slice(path.indexOf(to)), to])
      } else if (!done.has(to)) {
        path.push(to)
        onPath.add(to)
        rest.push([...(next.get(to) ?? [])])
      }
    }
  }
  return cycles
}
