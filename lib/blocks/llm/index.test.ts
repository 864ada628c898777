import { describe, expect, it } from 'vitest'
import { BlockFailure } from '#lib/engine/block.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import type { ChatAnswer, ChatRequest } from '../services.ts'
import { type GivenRun, runBlock } from '../testing.ts'
import { llm } from './index.ts'

const SETTINGS = { endpoint: 'https://models.example/v1', api_key: 'k', model: 'small' }
const ANSWER: ChatAnswer = {
  text: 'Hello Ada',
  model: 'small-2026',
  finishReason: 'stop',
  usage: { input: 12, output: 3, total: 15 },
  durationMs: 40,
}

async function speak(config: JsonObject, answer: () => Promise<ChatAnswer> = async () => ANSWER, given: GivenRun = {}) {
  const asked: Omit<ChatRequest, 'signal'>[] = []
  const chat = ({ signal: _, ...request }: ChatRequest) => {
    asked.push(request)
    return answer()
  }
  const outcome = await runBlock(llm, { ...SETTINGS, ...config }, { services: { models: { chat } }, ...given })
  return { outcome, asked: asked[0] }
}

function fails(code: string) {
  return () => Promise.reject(new BlockFailure({ code, message: 'no' }))
}

const UNANSWERED = {
  answered: false,
  model: 'small',
  finish_reason: 'error',
  usage: { input_tokens: null, output_tokens: null, total_tokens: null },
}

describe('llm', () => {
  it('asks the model and hands on what it says, with the tokens it took', async () => {
    const { outcome, asked } = await speak({ instructions: 'Be kind', prompt: 'I am Ada', temperature: 0.2 })
    expect(asked).toEqual({
      endpoint: 'https://models.example/v1',
      apiKey: 'k',
      model: 'small',
      instructions: 'Be kind',
      messages: [{ role: 'user', content: 'I am Ada' }],
      temperature: 0.2,
      maxTokens: 1_000,
      stream: true,
      timeoutMs: 60_000,
    })
    expect(outcome).toEqual({
      type: 'completed',
      output: {
        content: 'Hello Ada',
        answered: true,
        model: 'small-2026',
        finish_reason: 'stop',
        usage: { input_tokens: 12, output_tokens: 3, total_tokens: 15 },
        error: null,
      },
    })
  })

  it('goes on with what was said before, and remembers it', async () => {
    const history = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hi, who are you?' },
    ]
    const { outcome, asked } = await speak({ prompt: 'Ada', history, variable_name: 'talk' })
    const messages = [...history, { role: 'user', content: 'Ada' }]
    expect(asked?.messages).toEqual(messages)
    expect(outcome).toMatchObject({ variables: { talk: [...messages, { role: 'assistant', content: 'Hello Ada' }] } })
  })

  it.each(['model_error', 'model_timeout', 'address_not_allowed', 'network_error'])(
    'says the message on failure where the model does not answer: %s',
    async (code) => {
      const { outcome } = await speak({ prompt: 'Hi', default_message: 'Later, please' }, fails(code))
      expect(outcome).toEqual({
        type: 'completed',
        output: { ...UNANSWERED, content: 'Later, please', error: { code, message: 'no' } },
      })
    },
  )

  it('counts an empty answer as none, and leaves by unanswered where that is wired', async () => {
    const empty = async () => ({ ...ANSWER, text: ' ' })
    const { outcome } = await speak({ prompt: 'Hi' }, empty, { wired: new Set(['unanswered']) })
    expect(outcome).toMatchObject({ handle: 'unanswered', output: { error: { code: 'empty_answer' } } })
  })

  it('says the message on failure where no model is set up', async () => {
    const { outcome, asked } = await speak({ prompt: 'Hi', endpoint: null })
    expect(asked).toBeUndefined()
    expect(outcome).toMatchObject({ output: { answered: false, error: { code: 'model_not_configured' } } })
  })

  it('ends with its signal', async () => {
    const reason = new Error('cancelled')
    await expect(speak({ prompt: 'Hi' }, () => Promise.reject(reason))).rejects.toBe(reason)
  })
})
