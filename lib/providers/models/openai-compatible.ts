import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { APICallError, generateText, RetryError, streamText } from 'ai'
import type { ChatAnswer, ChatRequest, ModelService } from '#lib/blocks/services.ts'
import { type BlockError, BlockFailure } from '#lib/engine/block.ts'
import type { HttpClient } from '../http/guarded.ts'

/** Speaks with any server that answers OpenAI's `POST /chat/completions`, through the guarded client. */
export function createModels(http: Pick<HttpClient, 'fetch'>): ModelService {
  return {
    chat: async (request) => {
      const startedAt = performance.now()
      const timeout = AbortSignal.timeout(request.timeoutMs)
      const abortSignal = AbortSignal.any([request.signal, timeout])
      try {
        const answer = await (request.stream ? readStream : readWhole)(callOf(request, http, abortSignal))
        return { ...answer, durationMs: Math.round(performance.now() - startedAt) }
      } catch (fault) {
        request.signal.throwIfAborted()
        if (timeout.aborted) throw failure('model_timeout', 'The model took too long to answer', { retryable: true })
        throw toFailure(fault)
      }
    },
  }
}

type Call = Parameters<typeof generateText>[0] & Parameters<typeof streamText>[0]
type Spoken = Omit<ChatAnswer, 'durationMs'>

function callOf(request: ChatRequest, http: Pick<HttpClient, 'fetch'>, abortSignal: AbortSignal): Call {
  const provider = createOpenAICompatible({
    name: 'openai-compatible',
    baseURL: request.endpoint,
    includeUsage: true,
    fetch: http.fetch,
    ...(request.apiKey !== null && { apiKey: request.apiKey }),
  })
  return {
    model: provider.chatModel(request.model),
    messages: request.messages,
    maxRetries: 0,
    abortSignal,
    ...(request.instructions !== '' && { instructions: request.instructions }),
    ...(request.temperature !== undefined && { temperature: request.temperature }),
    ...(request.maxTokens !== undefined && { maxOutputTokens: request.maxTokens }),
  }
}

async function readWhole(call: Call): Promise<Spoken> {
  const { text, usage, finishReason, response } = await generateText(call)
  return { text, model: response.modelId, finishReason, usage: countOf(usage) }
}

async function readStream(call: Call): Promise<Spoken> {
  let fault: unknown
  const result = streamText({
    ...call,
    onError: ({ error }) => {
      fault ??= error
    },
  })
  let text = ''
  for await (const piece of result.textStream) text += piece
  if (fault !== undefined) throw fault
  // Aborted streams end like others.
  call.abortSignal?.throwIfAborted()
  const [usage, finishReason, response] = await Promise.all([result.usage, result.finishReason, result.response])
  return { text, model: response.modelId, finishReason, usage: countOf(usage) }
}

type Counted = { inputTokens: number | undefined; outputTokens: number | undefined; totalTokens: number | undefined }

function countOf({ inputTokens, outputTokens, totalTokens }: Counted): ChatAnswer['usage'] {
  return { input: inputTokens ?? null, output: outputTokens ?? null, total: totalTokens ?? null }
}

/** What went wrong in words of ours: a server's own words may repeat what it was sent. */
function toFailure(fault: unknown): BlockFailure {
  for (
    let cause = fault;
    cause instanceof Error;
    cause = RetryError.isInstance(cause) ? cause.lastError : cause.cause
  ) {
    if (cause instanceof BlockFailure) return cause
    if (APICallError.isInstance(cause) && cause.statusCode !== undefined && cause.statusCode >= 400) {
      const { statusCode, isRetryable } = cause
      return failure('model_error', `The server of the model answered with status ${statusCode}`, {
        retryable: isRetryable,
      })
    }
  }
  return failure('model_error', 'The server of the model gave no answer that can be read')
}

function failure(code: string, message: string, rest: Partial<BlockError> = {}): BlockFailure {
  return new BlockFailure({ code, message, ...rest })
}
