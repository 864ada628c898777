import dagre from '@dagrejs/dagre'

export type Size = { width: number; height: number }
export type Point = { x: number; y: number }
/** The bends of an edge: go down to `y`, then across to `x`; at last down into the target. */
export type Route = readonly Point[]
export type Layout = { places: Map<string, Point>; routes: Map<string, Route> }

const ROW_GAP = 48
const COLUMN_GAP = 40
const EDGE_GAP = 28
const LANES = 3
const LANE_GAP = 7

/**
 * Places boxes from top to bottom along their edges: the upper left corner of each box, and for each edge a way
 * that leads around the boxes of the rows it passes.
 */
export function layout(
  boxes: readonly ({ id: string } & Size)[],
  edges: readonly { id: string; source: string; target: string }[],
): Layout {
  const graph = new dagre.graphlib.Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', ranksep: ROW_GAP, nodesep: COLUMN_GAP, edgesep: EDGE_GAP })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height })
  for (const { id, source, target } of edges) graph.setEdge(source, target, {}, id)
  dagre.layout(graph)
  const places = boxes.map(({ id, width, height }) => {
    const { x, y } = graph.node(id)
    return [id, { x: x - width / 2, y: y - height / 2 }] as const
  })
  const routes = edges.flatMap(({ id, source, target }, lane) => {
    const points: Point[] = graph.edge({ v: source, w: target, name: id }).points ?? []
    return runsDown(points) ? [[id, toRoute(points, lane)] as const] : []
  })
  return { places: new Map(places), routes: new Map(routes) }
}

function runsDown(points: readonly Point[]): boolean {
  return points.length >= 3 && points.every((point, i) => i === 0 || point.y >= (points[i - 1]?.y ?? point.y))
}

/**
 * Dagre answers with the border of the source, then by turns the middle of a gap and of a row, then the border of the
 * target. Edges that turn in the same gap are kept apart in lanes.
 */
function toRoute(points: readonly Point[], lane: number): Route {
  const shift = ((lane % LANES) - (LANES - 1) / 2) * LANE_GAP
  return points.flatMap((gap, i) => {
    const row = points[i + 1]
    return i % 2 === 1 && row ? [{ x: row.x, y: gap.y + shift }] : []
  })
}
