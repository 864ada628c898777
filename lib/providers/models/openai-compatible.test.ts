import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ChatRequest } from '#lib/blocks/services.ts'
import { createHttpClient } from '../http/guarded.ts'
import { bodyOf, failureOf, type Handler, serve } from '../http/testing.ts'
import { createModels } from './openai-compatible.ts'

const KEY = 'sk-never-to-be-seen'

async function chat(handler: Handler, request: Partial<ChatRequest> = {}, allow = ['127.0.0.1']) {
  const port = await serve(handler)
  const http = createHttpClient({ allow })
  onTestFinished(() => http.close())
  return createModels(http).chat({
    endpoint: `http://127.0.0.1:${port}/v1`,
    apiKey: KEY,
    model: 'small',
    instructions: 'Be kind',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: false,
    timeoutMs: 5_000,
    signal: new AbortController().signal,
    ...request,
  })
}

const WHOLE = {
  id: 'c1',
  object: 'chat.completion',
  created: 1,
  model: 'small-2026',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello Ada' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 },
}

function answersWhole(seen: unknown[] = []): Handler {
  return async (request, response) => {
    const { method, url, headers } = request
    seen.push({ method, url, authorization: headers.authorization, body: JSON.parse(await bodyOf(request)) })
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(WHOLE))
  }
}

function piece(delta: object, rest: object = {}): string {
  const chunk = { id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'small-2026' }
  return `data: ${JSON.stringify({ ...chunk, choices: [{ index: 0, delta, finish_reason: null }], ...rest })}\n\n`
}

/** Sends each piece when the one before has gone out. */
async function sendPieces(response: ServerResponse, pieces: readonly string[]): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const text of pieces) await new Promise((resolve) => response.write(text, resolve))
}

describe('An OpenAI-compatible server', () => {
  it('is asked as its API says, and its answer read', async () => {
    const seen: unknown[] = []
    const answer = await chat(answersWhole(seen), { temperature: 0.5, maxTokens: 50 })
    expect(answer).toEqual({
      text: 'Hello Ada',
      model: 'small-2026',
      finishReason: 'stop',
      usage: { input: 12, output: 3, total: 15 },
      durationMs: expect.any(Number),
    })
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/v1/chat/completions',
        authorization: `Bearer ${KEY}`,
        body: {
          model: 'small',
          temperature: 0.5,
          max_tokens: 50,
          messages: [
            { role: 'system', content: 'Be kind' },
            { role: 'user', content: 'Hi' },
          ],
        },
      },
    ])
  })

  it('needs no key', async () => {
    const seen: unknown[] = []
    await chat(answersWhole(seen), { apiKey: null, instructions: '' })
    expect(seen).toMatchObject([{ authorization: undefined, body: { messages: [{ role: 'user', content: 'Hi' }] } }])
  })

  it('is read as it streams', async () => {
    const bodies: unknown[] = []
    const answer = await chat(
      async (request, response) => {
        bodies.push(JSON.parse(await bodyOf(request)))
        const end = { choices: [{ index: 0, delta: {}, finish_reason: 'length' }] }
        const usage = { choices: [], usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 } }
        const texts = ['Hel', 'lo ', 'Äda'].map((content) => piece({ content }))
        await sendPieces(response, [...texts, piece({}, end), piece({}, usage), 'data: [DONE]\n\n'])
        response.end()
      },
      { stream: true },
    )
    expect(answer).toEqual({
      text: 'Hello Äda',
      model: 'small-2026',
      finishReason: 'length',
      usage: { input: 12, output: 3, total: 15 },
      durationMs: expect.any(Number),
    })
    expect(bodies).toMatchObject([{ stream: true, stream_options: { include_usage: true } }])
  })

  it.each([
    [400, false],
    [401, false],
    [429, true],
    [500, true],
  ])('that refuses with %i is told without its own words', async (status, retryable) => {
    for (const stream of [false, true]) {
      const refusing = (_request: IncomingMessage, response: ServerResponse) =>
        response
          .writeHead(status, { 'content-type': 'application/json' })
          .end(JSON.stringify({ error: { message: `The key ${KEY} is wrong`, type: 'x' } }))
      expect(await failureOf(chat(refusing, { stream }))).toEqual({
        code: 'model_error',
        message: `The server of the model answered with status ${status}`,
        retryable,
      })
    }
  })

  it.each(['not json', '{}', '{"choices":[]}'])('that answers %s is not understood', async (body) => {
    const answer = chat((_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(body),
    )
    expect(await failureOf(answer)).toMatchObject({ code: 'model_error' })
  })

  it('that stops in the middle of a stream has given no answer', async () => {
    const broken: Handler = async (_request, response) => {
      await sendPieces(response, [piece({ content: 'Hel' })])
      response.destroy()
    }
    expect(await failureOf(chat(broken, { stream: true }))).toMatchObject({
      code: expect.stringMatching(/^(model|network)_error$/),
    })
  })

  it.each([false, true])('that keeps silent is left after the time allowed (streaming: %s)', async (stream) => {
    expect(await failureOf(chat(() => {}, { stream, timeoutMs: 50 }))).toEqual({
      code: 'model_timeout',
      message: 'The model took too long to answer',
      retryable: true,
    })
  })

  it.each([false, true])('is left at once when the run is aborted (streaming: %s)', async (stream) => {
    const abort = new AbortController()
    const reason = new Error('cancelled')
    const answer = failureOf(chat(() => abort.abort(reason), { stream, signal: abort.signal }))
    expect(await answer).toBe(reason)
  })

  it('at an address that is not allowed is never reached', async () => {
    const seen: unknown[] = []
    for (const stream of [false, true]) {
      expect(await failureOf(chat(answersWhole(seen), { stream }, []))).toMatchObject({ code: 'address_not_allowed' })
    }
    expect(seen).toEqual([])
  })
})
