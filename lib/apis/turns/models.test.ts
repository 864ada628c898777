import { afterAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '#lib/engine/json.ts'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { bodyOf, type Handler, serve } from '#lib/providers/http/testing.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { createTurns, hexIdOf, saidIn, typesIn } from './testing.ts'

const KEY = 'sk-model-key-5521'
const house = await createTestRuntime({ allowHosts: ['127.0.0.1'] })
afterAll(() => house.close())
const { acme, runtime } = house
const turns = createTurns(runtime)
const key = await acme.apiKey()
await acme.setVariable('PRODUCTION', 'LLM_API_KEY', KEY, true)

let deployed = 0

/** A workflow that asks, lets the model at this server speak, and asks again. */
async function conversation(handler: Handler, config: JsonObject = {}) {
  const port = await serve(handler)
  const settings = { endpoint: `http://127.0.0.1:${port}/v1`, model: 'small', stream: false, ...config }
  const graph = buildGraph('start > about > reply > end', {
    about: { type: 'ask', config: { question: 'How can I help?' } },
    reply: { type: 'llm', config: { prompt: '{about.answer}', default_message: 'Later, please', ...settings } },
  })
  deployed += 1
  const workflowId = await hexIdOf(runtime, await acme.deploy(`talk_${deployed}`, graph))
  const { run_id } = await turns.turn(key, workflowId)
  return turns.turn(key, workflowId, { run_id, says: 'Who are you?' })
}

const usage = { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 }
const COUNTED = { input_tokens: 9, output_tokens: 4, total_tokens: 13 }

/** Answers with the last message, and the key it was called with. */
const parrot: Handler = async (request, response) => {
  const { messages } = JSON.parse(await bodyOf(request))
  const content = `You said: ${messages.at(-1).content} (${request.headers.authorization})`
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }]
  const whole = { id: 'c', object: 'chat.completion', created: 1, model: 'small-2026', choices, usage }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(whole))
}

describe('a language model in a conversation', () => {
  it('speaks, and its tokens are told', async () => {
    const answer = await conversation(parrot)
    expect(saidIn(answer)).toEqual(['You said: Who are you? (Bearer ***)'])
    expect(typesIn(answer)).toContain('say_llm')
    const find = (type: string) => answer.events.find((event) => event.type === type)
    expect(find('assistant_response')).toMatchObject({ llm_usage_info: COUNTED })
    expect(find('end_workflow_iteration')).toMatchObject({ iteration_metrics: { llm_call_count: 1 } })
    expect(find('end_workflow')).toMatchObject({ llm_token_usage: COUNTED })
  })

  it.each<[string, Handler]>([
    ['fails', (_request, response) => response.writeHead(500).end(`broken: ${KEY}`)],
    ['is overloaded', (_request, response) => response.writeHead(429).end()],
    ['answers nonsense', (_request, response) => response.end('<html>')],
  ])('that %s lets the author’s words be said, and the run goes on', async (_what, handler) => {
    const answer = await conversation(handler)
    expect(answer).toMatchObject({ status: 'completed', error: null })
    expect(saidIn(answer)).toEqual(['Later, please'])
  })

  it('that keeps silent is not waited for longer than its settings say', async () => {
    const answer = await conversation(() => {}, { timeout_seconds: 1 })
    expect(saidIn(answer)).toEqual(['Later, please'])
  })

  it('never shows its key: not in facts, rows, answers or faults', async () => {
    const { rows } = await runtime.db.pool.query(
      `SELECT entries::text AS text FROM execution_event
       UNION ALL SELECT concat(input::text, output::text, error::text) FROM execution`,
    )
    expect(rows.length).toBeGreaterThan(4)
    expect(JSON.stringify([rows, house.faults])).not.toContain(KEY)
  })
})
