import { describe, expect, it } from 'vitest'
import { findingOf } from './finding.ts'
import { DOCUMENT, SCREENING } from './testing.ts'

describe('findingOf', () => {
  it('knows a screening and a document by their shape, wherever they stand', () => {
    expect([findingOf({ ...SCREENING }), findingOf({ ...DOCUMENT })]).toEqual([
      { kind: 'screening', screening: SCREENING },
      { kind: 'document', document: DOCUMENT },
    ])
  })

  it('takes everything else as it is', () => {
    expect([findingOf({ hits: 'many' }), findingOf(null)]).toEqual([
      { kind: 'plain', value: { hits: 'many' } },
      { kind: 'plain', value: null },
    ])
  })
})
