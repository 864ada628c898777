/** One event of a stream (WHATWG HTML §9.2): `id` is what the client sends back as `Last-Event-ID`. */
export type ServerEvent = { id: string; event?: string; data: unknown }

export type EventStreamSettings = {
  /** Milliseconds of silence before a comment is sent, so that nobody between takes the connection for dead. */
  heartbeatMs?: number
  /** Milliseconds after which the client must come back, and show anew who it is. */
  longestMs?: number
}

const HEARTBEAT_MS = 15_000
const LONGEST_MS = 10 * 60_000
/** Milliseconds a client waits before it comes back. */
const RETRY_MS = 1_000

const encoder = new TextEncoder()

/**
 * Answers with events as they come. The next one is asked for when the last was taken, so that a slow client holds
 * up nothing but itself; when the client leaves, or has stayed its time, the source is stopped by its signal.
 */
export function replyEvents(
  request: Request,
  source: (signal: AbortSignal) => AsyncIterable<ServerEvent>,
  { heartbeatMs = HEARTBEAT_MS, longestMs = LONGEST_MS }: EventStreamSettings = {},
): Response {
  const gone = new AbortController()
  const events = source(AbortSignal.any([gone.signal, request.signal, AbortSignal.timeout(longestMs)]))
  const iterator = events[Symbol.asyncIterator]()
  let next: Promise<IteratorResult<ServerEvent>> | undefined

  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`)),
    pull: async (controller) => {
      next ??= iterator.next()
      const result = await orSilence(next, heartbeatMs)
      if (result === 'silence') return controller.enqueue(encoder.encode(':\n\n'))
      next = undefined
      if (!result.done) controller.enqueue(encoder.encode(frame(result.value)))
      else if (!gone.signal.aborted) controller.close()
    },
    cancel: () => gone.abort(),
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // Proxies that collect answers before they pass them on are asked not to.
      'x-accel-buffering': 'no',
    },
  })
}

/** The answer that tells an `EventSource` not to come back: there will be nothing more. */
export function replyNoMoreEvents(): Response {
  return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
}

function frame({ id, event, data }: ServerEvent): string {
  return `id: ${id}\n${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`
}

async function orSilence<Value>(value: Promise<Value>, ms: number): Promise<Value | 'silence'> {
  const silence = Promise.withResolvers<'silence'>()
  const timer = setTimeout(() => silence.resolve('silence'), ms)
  try {
    return await Promise.race([value, silence.promise])
  } finally {
    clearTimeout(timer)
  }
}
