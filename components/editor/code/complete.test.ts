import { describe, expect, it } from 'vitest'
import { offersAt } from './complete.ts'

const labels = (text: string) => offersAt(text.replace('|', ''), text.indexOf('|')).map(({ label }) => label.trim())

describe('offersAt', () => {
  it('offers the keys of a graph at the left', () => {
    expect(labels('schemaVersion: 1\n|')).toEqual(['schemaVersion:', 'blocks:', 'edges:', 'variables:', 'settings:'])
  })

  it('offers the keys of a block', () => {
    expect(labels('blocks:\n  - id: a\n    |')).toContain('onError:')
  })

  it('offers block types, exits of choices, and blocks to connect', () => {
    expect(labels('blocks:\n  - id: a\n    type: |')).toContain('manual_review')
    expect(labels('blocks:\n  - id: a\n    join: |')).toEqual(['all', 'any'])
    expect(labels('blocks:\n  - id: a\n    type: start\n  - id: b\nedges:\n  - source: |')).toEqual(['a', 'b'])
  })

  it('offers the settings of the block’s own type, and what is inside them', () => {
    const block = 'blocks:\n  - id: a\n    type: manual_review\n    name: A\n    config:\n'
    expect(labels(`${block}      |`)).toContain('four_eyes:')
    expect(labels(`${block}      decisions:\n        - |`)).toEqual(['name:', 'label:'])
  })

  it('offers nothing where it knows nothing', () => {
    expect(labels('blocks:\n  - id: a\n    type: gone\n    config:\n      |')).toEqual([])
  })
})
