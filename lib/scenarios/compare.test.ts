import { describe, expect, it } from 'vitest'
import type { Json } from '#lib/engine/json.ts'
import { compareOutputs, valueAt } from './compare.ts'

const OUTPUTS: Json = {
  screening: { status: 'clear', hits: [], score: 0.5, list: { name: 'Sample', version: 3 } },
  review: { decision: 'approved', notes: [{ by: 'Ann' }, { by: 'Bob' }], none: null },
}

const cases: { name: string; path: string; value: Json; actual?: Json }[] = [
  { name: 'a value that is there', path: 'screening.status', value: 'clear' },
  { name: 'another value', path: 'screening.status', value: 'hit', actual: 'clear' },
  { name: 'a value of another type', path: 'screening.score', value: '0.5', actual: 0.5 },
  { name: 'an object that holds more', path: 'screening.list', value: { name: 'Sample' } },
  {
    name: 'an object with another member',
    path: 'screening.list',
    value: { name: 'Other' },
    actual: { name: 'Sample', version: 3 },
  },
  { name: 'a place in a list', path: 'review.notes.1.by', value: 'Bob' },
  { name: 'a list item by item', path: 'review.notes', value: [{ by: 'Ann' }, {}] },
  { name: 'a list of another length', path: 'screening.hits', value: [1], actual: [] },
  { name: 'nothing where null is expected', path: 'review.none', value: null },
  { name: 'a path that leads nowhere', path: 'review.unknown.deep', value: 'x', actual: null },
  { name: 'a block that did not run', path: 'issue.status', value: 'active', actual: null },
  { name: 'a key that every object has by birth', path: 'review.constructor', value: 'x', actual: null },
]

describe('an expected output', () => {
  it.each(cases)('is compared: $name', ({ path, value, actual }) => {
    const differs = actual === undefined ? [] : [{ path, expected: value, actual }]
    expect(compareOutputs([{ path, value }], OUTPUTS)).toEqual(differs)
  })

  it('is not met by null where nothing is there', () => {
    expect(compareOutputs([{ path: 'nowhere', value: null }], OUTPUTS)).toEqual([
      { path: 'nowhere', expected: null, actual: null },
    ])
    expect(valueAt(OUTPUTS, 'nowhere')).toBeUndefined()
  })
})
