import { describe, expect, it } from 'vitest'
import { graphSchema, indexGraph } from '#lib/engine/graph.ts'
import { lookOf } from './block-look.ts'

const graph = graphSchema.parse({
  blocks: [
    { id: 'review', type: 'manual_review', name: 'Review' },
    { id: 'gone', type: 'no_such_type', name: 'Gone' },
    { id: 'end', type: 'end', name: 'End' },
  ],
  edges: [
    { id: 'e1', source: 'review', sourceHandle: 'error', target: 'gone' },
    { id: 'e2', source: 'review', sourceHandle: 'approved', target: 'end' },
    { id: 'e3', source: 'review', sourceHandle: 'second_look', target: 'end' },
  ],
})
const index = indexGraph(graph)
const looks = graph.blocks.map((block) => lookOf(block, index))

describe('lookOf', () => {
  it('names the exits that lead somewhere, errors last', () => {
    expect(looks[0]?.exits).toEqual([
      { handle: 'approved', label: 'Approved' },
      { handle: 'second_look', label: 'Second look' },
      { handle: 'error', label: 'On error' },
    ])
  })

  it('still draws blocks whose type is not installed', () => {
    expect(looks[1]).toEqual({ typeLabel: 'Unknown block', icon: 'circle-help', exits: [] })
  })
})
