import dagre from '@dagrejs/dagre'

export type Size = { width: number; height: number }
export type Point = { x: number; y: number }

const ROW_GAP = 44
const COLUMN_GAP = 36

/** Places boxes from top to bottom along their edges; answers the upper left corner of each. */
export function layout(
  boxes: readonly ({ id: string } & Size)[],
  edges: readonly { source: string; target: string }[],
): Map<string, Point> {
  const graph = new dagre.graphlib.Graph()
  graph.setGraph({ rankdir: 'TB', ranksep: ROW_GAP, nodesep: COLUMN_GAP })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height })
  for (const { source, target } of edges) graph.setEdge(source, target)
  dagre.layout(graph)
  return new Map(
    boxes.map(({ id, width, height }) => {
      const { x, y } = graph.node(id)
      return [id, { x: x - width / 2, y: y - height / 2 }]
    }),
  )
}
