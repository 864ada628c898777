import { describe, expect, it } from 'vitest'
import { foldEvents } from './evolve.ts'
import { mergeJson } from './json.ts'
import type { ExecutionEvent } from './state.ts'

describe('values given on the way', () => {
  it('are merged into the input and the variables when a new segment begins', () => {
    const created: ExecutionEvent = {
      t: 'created',
      at: 1,
      input: { user: { name: 'Ada', tags: ['a'] }, kept: 1 },
      variables: { mood: 'calm', seen: { x: 1 } },
      maxParallelNodes: 2,
      deadlineMs: null,
      entries: ['start'],
    }
    const sets = { input: { user: { tags: ['b'], city: 'Rome' } }, variables: { mood: null, seen: { y: 2 } } }
    const state = foldEvents([created, { t: 'paused', at: 2, skipped: [] }, { t: 'resumed', at: 3, sets }])
    expect([state.status, state.input, state.variables]).toEqual([
      'running',
      { user: { name: 'Ada', tags: ['b'], city: 'Rome' }, kept: 1 },
      { mood: null, seen: { x: 1, y: 2 } },
    ])
  })

  it('never reach a prototype', () => {
    const merged = mergeJson({ a: 1 }, JSON.parse('{"__proto__": {"b": 2}, "constructor": {"c": 3}}'))
    expect(Object.hasOwn(merged, 'constructor')).toBe(true)
    expect(Reflect.get({}, 'b')).toBeUndefined()
    expect(Reflect.get(merged, 'b')).toBeUndefined()
  })
})
