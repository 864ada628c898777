import { describe, expect, it } from 'vitest'
import { refuseConnection } from './connection.ts'
import { indexGraph } from './graph.ts'
import { testBlocks } from './testing/blocks.ts'
import { buildGraph } from './testing/build-graph.ts'
import { by } from './testing/run-cases.ts'

const graph = buildGraph('start > a > end; r:x > a', { r: by('x', 'y'), p: { type: 'pause' } })
const index = indexGraph(graph)
const refused = (source: string, target: string, sourceHandle = 'out', moving?: string) =>
  refuseConnection(index, testBlocks, { source, sourceHandle, target }, moving)?.code

describe('an edge that may be drawn', () => {
  it.each([
    ['to another block', 'a', 'r', 'out'],
    ['on error', 'a', 'r', 'error'],
    ['by an exit of the settings', 'r', 'end', 'y'],
    ['back to a block that waits', 'p', 'p', 'yes'],
    ['by another exit to the same block', 'r', 'a', 'y'],
  ])('%s', (_name, source, target, handle) => {
    expect(refused(source, target, handle)).toBeUndefined()
  })
})

describe('an edge that may not be drawn', () => {
  it.each([
    ['into the start', 'a', 'start', 'out', 'edge_into_start'],
    ['out of an end', 'end', 'a', 'out', 'edge_from_end'],
    ['by an exit that is not there', 'a', 'r', 'maybe', 'unknown_handle'],
    ['twice', 'start', 'a', 'out', 'duplicate_edge'],
    ['from a block to itself', 'a', 'a', 'out', 'endless_cycle'],
    ['to nowhere', 'a', 'ghost', 'out', 'missing_target'],
  ])('%s', (_name, source, target, handle, code) => {
    expect(refused(source, target, handle)).toBe(code)
  })

  it('does not count the edge that is being moved', () => {
    expect(refused('start', 'a', 'out', 'start>a')).toBeUndefined()
  })
})
