import { describe, expect, it } from 'vitest'
import { BlockFailure } from '#lib/engine/block.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import type { ChatRequest } from '../services.ts'
import { runBlock } from '../testing.ts'
import { router } from './index.ts'

const BRANCHES: JsonObject[] = [
  { handle: 'person', label: 'A person', description: 'The user wants to be verified as a person' },
  { handle: 'business', label: 'A business', when: 'input.kind == "business"' },
]
const USAGE = { input: 20, output: 1, total: 21 }
const COUNTED = { input_tokens: 20, output_tokens: 1, total_tokens: 21 }

async function route(
  answer: string | BlockFailure,
  { evaluates = false, ...config }: JsonObject & { evaluates?: boolean } = {},
) {
  const asked: ChatRequest[] = []
  const chat = async (request: ChatRequest) => {
    asked.push(request)
    if (answer instanceof BlockFailure) throw answer
    return { text: answer, model: 'small', finishReason: 'stop', usage: USAGE, durationMs: 1 }
  }
  const settings = { endpoint: 'https://models.example/v1', model: 'small', question: 'It is me', branches: BRANCHES }
  const given = { services: { models: { chat } }, evaluate: () => evaluates }
  const outcome = await runBlock(router, { ...settings, ...config }, given)
  return { outcome, asked }
}

describe('router', () => {
  it('takes the branch that the model names', async () => {
    const { outcome, asked } = await route('person', { instructions: 'Be strict' })
    expect(outcome).toEqual({
      type: 'completed',
      handle: 'person',
      output: { handle: 'person', decided_by: 'model', usage: COUNTED, error: null },
    })
    expect(asked[0]).toMatchObject({
      messages: [{ role: 'user', content: 'It is me' }],
      stream: false,
      instructions: `Be strict

Decide which of these fits what the user wrote. Answer with the name before the colon and nothing else.

- person: The user wants to be verified as a person
- business: A business
- else: none of the others fits`,
    })
  })

  it.each([
    [' "Person". \n', 'person'],
    ['**business**', 'business'],
    ['ELSE', 'else'],
  ])('reads %j as %s', async (answer, handle) => {
    expect((await route(answer)).outcome).toMatchObject({ handle, output: { decided_by: 'model' } })
  })

  it.each(['I think person', 'persons', ''])('goes by else where the answer is no branch: %j', async (answer) => {
    expect((await route(answer)).outcome).toEqual({
      type: 'completed',
      handle: 'else',
      output: {
        handle: 'else',
        decided_by: 'default',
        usage: COUNTED,
        error: { code: 'unknown_branch', message: 'The model named no branch' },
      },
    })
  })

  it('goes by else where the model does not answer', async () => {
    const { outcome } = await route(new BlockFailure({ code: 'model_timeout', message: 'too slow' }))
    expect(outcome).toEqual({
      type: 'completed',
      handle: 'else',
      output: {
        handle: 'else',
        decided_by: 'default',
        usage: null,
        error: { code: 'model_timeout', message: 'too slow' },
      },
    })
  })

  it('asks no model where an expression is true, or nothing is to be judged', async () => {
    const certain = await route('person', { evaluates: true })
    expect(certain.outcome).toMatchObject({ handle: 'business', output: { decided_by: 'expression' } })
    const empty = await route('person', { question: '' })
    expect(empty.outcome).toMatchObject({ handle: 'else', output: { decided_by: 'default', error: null } })
    expect([...certain.asked, ...empty.asked]).toEqual([])
  })
})
