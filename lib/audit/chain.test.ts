import { describe, expect, it } from 'vitest'
import { type AuditRecord, CHAIN_START, type ChainedRecord, checkChain, linkRecords } from './chain.ts'

const record = (id: string): AuditRecord => ({
  id,
  organizationId: 'o',
  environment: null,
  actor: { type: 'user', id: 'u', name: 'Ada' },
  action: 'workflow.deployed',
  target: { type: 'workflow', id: 'w' },
  before: null,
  after: { number: 1 },
  origin: null,
  at: 1,
})

const chain = linkRecords(CHAIN_START, ['a', 'b', 'c', 'd'].map(record))
const check = (records: readonly ChainedRecord[]) => checkChain(CHAIN_START, records)

describe('The audit chain', () => {
  it('holds as it was linked, also when checked in stretches', () => {
    expect(check(chain)).toEqual([])
    const [, second] = chain
    expect(checkChain(second ?? CHAIN_START, chain.slice(2))).toEqual([])
  })

  it('links a later batch to the one before', () => {
    const first = linkRecords(CHAIN_START, [record('a')])
    const later = linkRecords(first[0] ?? CHAIN_START, [record('b')])
    expect(later.map(({ position }) => position)).toEqual([2])
    expect(check([...first, ...later])).toEqual([])
  })

  it.each([
    [
      'a changed field',
      chain.map((r) => (r.id === 'b' ? { ...r, after: { number: 2 } } : r)),
      [{ position: 2, recordId: 'b', code: 'changed' }],
    ],
    ['a removed record', chain.filter(({ id }) => id !== 'c'), [{ position: 3, recordId: null, code: 'missing' }]],
    [
      'records that changed places',
      chain.map((r) => (r.id === 'b' ? { ...r, id: 'c' } : r.id === 'c' ? { ...r, id: 'b' } : r)),
      [
        { position: 2, recordId: 'c', code: 'changed' },
        { position: 3, recordId: 'b', code: 'changed' },
      ],
    ],
    [
      'a record hashed anew after a change',
      chain.map((r) =>
        r.id === 'b' ? (linkRecords({ position: 1, hash: r.previousHash }, [{ ...record('b'), at: 2 }])[0] ?? r) : r,
      ),
      [{ position: 3, recordId: 'c', code: 'unlinked' }],
    ],
  ])('finds and names %s', (_what, records, faults) => {
    expect(check(records)).toEqual(faults)
  })
})
