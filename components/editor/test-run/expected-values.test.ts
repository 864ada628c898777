import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonSchema } from '#lib/engine/json.ts'
import { readRows, rowsOf, rowsOfRun } from './expected-values.ts'

const typed = (value: string) => readRows([{ key: 'k', on: true, path: ' a.b ', value }])

describe('values to expect, as typed', () => {
  it('are JSON where they read as such, else text', () => {
    expect(
      ['clear', '3', 'true', 'null', '"3"', '{"a":[1]}', '', '{broken'].map((value) => typed(value)[0]?.value),
    ).toEqual(['clear', 3, true, null, '3', { a: [1] }, '', '{broken'])
  })

  it('say nothing where they are not chosen, or stand nowhere', () => {
    expect(
      readRows([
        { key: 'a', on: false, path: 'x', value: '1' },
        { key: 'b', on: true, path: ' ', value: '1' },
      ]),
    ).toEqual([])
    expect(typed('1')).toEqual([{ path: 'a.b', value: 1 }])
  })

  it('come back as they were, whatever they are', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (given) => {
        const value = jsonSchema.parse(JSON.parse(JSON.stringify(given)))
        expect(readRows(rowsOf([{ path: 'a', value }]))).toEqual([{ path: 'a', value }])
      }),
    )
  })

  it('of a run are chosen where they are suggested', () => {
    const recording = {
      input: {},
      answers: [],
      status: 'completed' as const,
      values: [
        { path: 'a.status', value: 'clear', suggested: true },
        { path: 'a.ms', value: 12, suggested: false },
      ],
    }
    expect(rowsOfRun(recording).map(({ on, path, value }) => ({ on, path, value }))).toEqual([
      { on: true, path: 'a.status', value: 'clear' },
      { on: false, path: 'a.ms', value: '12' },
    ])
  })
})
