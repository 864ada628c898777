import { describe, expect, it } from 'vitest'
import { graphSchema } from '#lib/engine/graph.ts'
import { createVault } from '#lib/vault.ts'
import { sealGraph } from './seal-graph.ts'

const vault = createVault(Buffer.alloc(32, 7).toString('base64url'), 'org_1')

function graphWith(...variables: object[]) {
  return graphSchema.parse({ blocks: [], variables })
}

describe('a graph that is stored', () => {
  it('holds the values of secret variables sealed, all else as it was', () => {
    const graph = graphWith(
      { name: 'a', default: 'hidden', secret: true },
      { name: 'b', default: 'shown' },
      { name: 'c', secret: true },
    )
    const sealed = graphWith(
      { name: 'a', default: vault.seal('hidden'), secret: true },
      { name: 'b', default: 'shown' },
      { name: 'c', secret: true },
    )
    expect(sealGraph(graph, vault)).toEqual(sealed)
    expect(sealGraph(sealed, vault)).toEqual(sealed)
  })

  it('is left alone where nothing is secret', () => {
    const graph = graphWith({ name: 'b', default: 'shown' })
    expect(sealGraph(graph, vault)).toBe(graph)
  })

  it('takes no value that another organization has sealed', () => {
    const foreign = createVault(Buffer.alloc(32, 7).toString('base64url'), 'org_2').seal('hidden')
    const graph = graphWith({ name: 'b' }, { name: 'a', default: foreign, secret: true })
    expect(() => sealGraph(graph, vault)).toThrow(
      expect.objectContaining({
        code: 'validation_failed',
        details: [{ path: 'variables.1.default', message: expect.stringContaining('entered again') }],
      }),
    )
  })
})
