import { describe, expect, it } from 'vitest'
import { findingOf } from './finding.ts'

const factors = { name: 'match', birthDate: 'unknown', country: 'mismatch', identifier: 'unknown', type: 'match' }
const hit = { entryId: 'SDN-1', list: 'OFAC', matchedName: 'J DOE', primaryName: 'DOE, Jane', score: 0.93, factors }
const list = { list: 'OFAC', version: '7', date: '2026-01-01T00:00:00Z', entries: 3 }

describe('findingOf', () => {
  it('knows a screening by its hits and lists, whatever block made it', () => {
    expect(findingOf({ status: 'hit', hits: [hit], lists: [list], name_screened: 'Jane Doe' })).toEqual({
      kind: 'screening',
      screening: {
        name_screened: 'Jane Doe',
        lists: [{ ...list, fictional: false }],
        hits: [{ ...hit, aliases: [], programs: [], birthDates: [], countries: [], weakAlias: false, remarks: null }],
      },
    })
  })

  it('knows a document by its checks', () => {
    const output = { document_type: 'passport', checks: [{ code: 'not_expired', passed: false, detail: 'In 2020' }] }
    expect(findingOf(output)).toEqual({ kind: 'document', document: output })
  })

  it('takes everything else as it is', () => {
    expect([findingOf({ hits: 'many' }), findingOf(null)]).toEqual([
      { kind: 'plain', value: { hits: 'many' } },
      { kind: 'plain', value: null },
    ])
  })
})
