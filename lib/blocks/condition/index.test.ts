import { describe, expect, it } from 'vitest'
import { checkConfig } from '#lib/engine/config.ts'
import type { Json } from '#lib/engine/json.ts'
import { runBlock } from '../testing.ts'
import { condition } from './index.ts'

const cases = [
  { handle: 'high', when: 'a', label: '' },
  { handle: 'low', when: 'b', label: 'Low risk' },
]

async function take(values: Record<string, Json>) {
  const asked: string[] = []
  const evaluate = (text: string) => {
    asked.push(text)
    return values[text] ?? null
  }
  return { outcome: await runBlock(condition, { cases }, { evaluate }), asked }
}

describe('condition', () => {
  it('takes the first case that is true, and looks no further', async () => {
    expect(await take({ a: true, b: true })).toEqual({
      outcome: { type: 'completed', output: { handle: 'high' }, handle: 'high' },
      asked: ['a'],
    })
  })

  it('takes a later case where earlier ones are false', async () => {
    expect((await take({ a: false, b: true })).outcome).toEqual({
      type: 'completed',
      output: { handle: 'low' },
      handle: 'low',
    })
  })

  it('takes else where none is true', async () => {
    expect((await take({ a: false, b: false })).outcome).toEqual({
      type: 'completed',
      output: { handle: 'else' },
      handle: 'else',
    })
  })

  it.each<[Json, string]>([
    [null, 'null'],
    ['true', 'string'],
    [1, 'number'],
    [{}, 'object'],
  ])('does not take %j for an answer', async (value, kind) => {
    const message = `The condition of high gives ${kind}, not true or false`
    await expect(take({ a: value })).rejects.toMatchObject({ error: { code: 'condition_error', message } })
  })

  it('has an exit for each case, and else', () => {
    expect(condition.handles?.(condition.config.parse({ cases }))).toEqual(['high', 'low', 'else'])
  })

  it.each([['else'], ['error'], ['timeout'], ['Not a name'], ['']])('refuses a case called %j', (handle) => {
    const found = checkConfig(condition.config, { cases: [{ handle, when: 'true' }] })
    expect(found.map(({ path }) => path.join('.'))).toEqual(['cases.0.handle'])
  })

  it('refuses two cases of one name', () => {
    const found = checkConfig(condition.config, { cases: [...cases, ...cases] })
    expect(found).toEqual([{ path: ['cases'], message: 'Two cases have one handle' }])
  })
})
