import type { Edge, Graph } from '#lib/engine/graph.ts'
import { type Face, facesOf, SIDE_HEIGHTS } from './face.ts'
import { type Bends, type Rect, route, type Way } from './route.ts'

type Led = { from: Way['from']; to: Way['to']; bends: Bends }

const known = new WeakMap<Graph['edges'], { spots: string; ways: ReadonlyMap<string, Led> }>()

/** How each edge between two blocks is led around the others; computed anew only when blocks or edges have moved. */
export function waysOf(graph: Graph): ReadonlyMap<string, Led> {
  const faces = facesOf(graph)
  const rects = new Map(graph.blocks.map(({ id, position }) => [id, toRect(position, faces.get(id))]))
  const spots = [...rects].map(([id, { x, y, width, height }]) => `${id} ${x} ${y} ${width} ${height}`).join()
  const cached = known.get(graph.edges)
  if (cached?.spots === spots) return cached.ways
  const ways = new Map(graph.edges.flatMap((edge) => led(edge, faces, rects)))
  known.set(graph.edges, { spots, ways })
  return ways
}

function toRect({ x, y }: { x: number; y: number }, face: Face | undefined): Rect {
  return { x, y, width: face?.width ?? 0, height: face?.height ?? 0 }
}

function led(edge: Edge, faces: ReadonlyMap<string, Face>, rects: ReadonlyMap<string, Rect>): [string, Led][] {
  const [face, source, target] = [faces.get(edge.source), rects.get(edge.source), rects.get(edge.target)]
  if (!face || !source || !target) return []
  const to = { x: target.x + target.width / 2, y: target.y }
  const side = face.sides.findIndex(({ handle }) => handle === edge.sourceHandle)
  const exit = face.exits.findIndex(({ handle }) => handle === edge.sourceHandle)
  const from =
    side >= 0
      ? { x: source.x + source.width, y: source.y + source.height * (SIDE_HEIGHTS[side] ?? 0.5) }
      : { x: source.x + (source.width * (exit + 0.5)) / face.exits.length, y: source.y + source.height }
  const way: Way = { from, to, side: side >= 0 ? 'right' : 'bottom', source: edge.source, target: edge.target }
  return [[edge.id, { from, to, bends: route(way, rects, Math.max(side, exit)) }]]
}
