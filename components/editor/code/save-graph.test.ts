import { describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { withoutSecrets } from './save-graph.ts'

describe('withoutSecrets', () => {
  it('keeps the names of secret variables, not their values', () => {
    const graph = buildGraph(
      'start',
      {},
      {
        variables: [
          { name: 'key', type: 'string', secret: true, default: 'hidden' },
          { name: 'limit', type: 'number', default: 3 },
          { name: 'empty', type: 'string' },
        ],
      },
    )
    expect(withoutSecrets(graph).variables).toEqual([
      { name: 'key', type: 'string', secret: true },
      { name: 'limit', type: 'number', default: 3 },
      { name: 'empty', type: 'string' },
    ])
  })
})
