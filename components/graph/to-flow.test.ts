import { describe, expect, it } from 'vitest'
import { type Graph, graphSchema } from '#lib/engine/graph.ts'
import type { BlockLook } from './block-look.ts'
import { toFlow } from './to-flow.ts'

const branching = graphSchema.parse({
  blocks: [
    { id: 'start', type: 'start', name: 'Start' },
    { id: 'screen', type: 'screening', name: 'Screen' },
    { id: 'end', type: 'end', name: 'End' },
  ],
  edges: [
    { id: 'e1', source: 'start', target: 'screen' },
    { id: 'e2', source: 'screen', sourceHandle: 'hit', target: 'end' },
    { id: 'lost', source: 'screen', target: 'nowhere' },
  ],
})

const look: BlockLook = { typeLabel: 'Type', icon: 'play', exits: [{ handle: 'out', label: 'Next' }] }
const branches: BlockLook = { ...look, exits: [...look.exits, { handle: 'hit', label: 'Hit' }] }
const lookOf = ({ type }: { type: string }) => (type === 'screening' ? branches : look)

describe('toFlow', () => {
  it('draws every block once and every edge between blocks that exist', () => {
    const { nodes, edges } = toFlow(branching, lookOf)
    expect(nodes.map(({ id, width, height }) => [id, width, height])).toEqual([
      ['start', 236, 60],
      ['screen', 236, 86],
      ['end', 236, 60],
    ])
    expect(edges.map(({ id, sourceHandle, className }) => [id, sourceHandle, className])).toEqual([
      ['e1', 'out', 'plain'],
      ['e2', 'hit', 'plain'],
    ])
  })

  it('paints an execution: marks, taken edges and the exits they left by', () => {
    const marks = new Map([['start', { status: 'completed' as const, visits: 1 }]])
    const { nodes, edges } = toFlow(branching, lookOf, { marks, takenEdges: new Set(['e1']) })
    expect(nodes.map(({ data }) => [data.mark?.status, data.takenExits])).toEqual([
      ['completed', ['out']],
      [undefined, []],
      [undefined, []],
    ])
    expect(edges.map(({ className }) => className)).toEqual(['taken', 'untaken'])
  })

  it('keeps the places an author chose from top to bottom, and arranges everything else', () => {
    const placed = (x: number, y: number): Graph => ({
      ...branching,
      blocks: branching.blocks.map((block, i) => ({ ...block, position: { x: i * x, y: i * y } })),
    })
    expect(toFlow(placed(5, 300), lookOf).nodes.map(({ position }) => position.y)).toEqual([0, 300, 600])
    expect(toFlow(placed(300, 5), lookOf).nodes.map(({ position }) => position.y)).toEqual([0, 108, 242])
    expect(toFlow(branching, lookOf).nodes.map(({ position }) => position.y)).toEqual([0, 108, 242])
  })

  it('draws nothing for an empty graph', () => {
    expect(toFlow(graphSchema.parse({ blocks: [] }), lookOf)).toEqual({ nodes: [], edges: [], places: new Map() })
  })
})
