import { describe, expect, it } from 'vitest'
import { runBlock } from '../testing.ts'
import { message } from './index.ts'

describe('message', () => {
  it('says its text', async () => {
    expect(await runBlock(message, { content: 'hi' })).toEqual({ type: 'completed', output: { content: 'hi' } })
  })

  it('says each of its texts now and then, and the same one when repeated', async () => {
    const config = { content: 'hi', alternatives: ['hello', 'good day'] }
    const said = async (idempotencyKey: string) => {
      const outcome = await runBlock(message, config, { idempotencyKey })
      return outcome.type === 'completed' ? outcome.output.content : undefined
    }
    const keys = Array.from({ length: 200 }, (_, index) => `exec_${index}:say:1`)
    const texts = await Promise.all(keys.map(said))
    for (const text of ['hi', 'hello', 'good day']) {
      expect(texts.filter((other) => other === text).length).toBeGreaterThan(30)
    }
    expect(await Promise.all(keys.map(said))).toEqual(texts)
  })

  it('says the first text only where told to', async () => {
    const config = { content: 'hi', alternatives: ['hello'], mode: 'first' }
    const keys = Array.from({ length: 20 }, (_, index) => `exec_${index}:say:1`)
    const outcomes = await Promise.all(keys.map((idempotencyKey) => runBlock(message, config, { idempotencyKey })))
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1)
  })

  it('tells a conversation what it said', () => {
    expect(message.says?.({ content: 'hi' })).toBe('hi')
  })
})
