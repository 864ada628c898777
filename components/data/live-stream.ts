import { executionChangeSchema } from '#lib/contracts/stream.ts'
import { withQuery } from './api.ts'
import { asksForMore, hear, type Live } from './live.ts'

/** How current what is shown is: `live` as it happens, `polling` where the stream cannot be had. */
export type Connection = 'connecting' | 'live' | 'polling'

/** What the stream of an execution has told so far. */
export type Heard = { live: Live | undefined; connection: Connection }

type Stream = { heard: Heard; listeners: Set<() => void>; stop(): void }

const SILENCE: Heard = { live: undefined, connection: 'connecting' }
const streams = new Map<string, Stream>()

/** What has been told of an execution; nothing while nobody listens. */
export function heardOf(executionId: string | undefined): Heard {
  return (executionId !== undefined && streams.get(executionId)?.heard) || SILENCE
}

/**
 * Listens to an execution until the answer is called. All who listen to one execution share one connection: browsers
 * allow few to one place. `readAgain` is called when there is more to know than the stream tells.
 */
export function listenTo(executionId: string, readAgain: () => void, listener: () => void): () => void {
  const stream = streams.get(executionId) ?? open(executionId, readAgain)
  stream.listeners.add(listener)
  return () => {
    stream.listeners.delete(listener)
    if (stream.listeners.size > 0) return
    stream.stop()
    streams.delete(executionId)
  }
}

function open(executionId: string, readAgain: () => void): Stream {
  let source: EventSource | undefined
  let lastId: string | undefined

  const stream: Stream = { heard: SILENCE, listeners: new Set(), stop }
  streams.set(executionId, stream)
  function tell(heard: Heard): void {
    stream.heard = heard
    for (const listener of stream.listeners) listener()
  }

  function connect(): void {
    const goesOn = lastId !== undefined
    source = new EventSource(withQuery(`/api/console/executions/${executionId}/stream`, { after: lastId ?? 'now' }))
    source.onopen = () => {
      tell({ ...stream.heard, connection: 'live' })
      if (!goesOn) readAgain()
    }
    source.onmessage = (message: MessageEvent<string>) => {
      lastId = message.lastEventId
      const change = executionChangeSchema.parse(JSON.parse(message.data))
      tell({ live: hear(stream.heard.live, change), connection: 'live' })
      if (asksForMore(change)) readAgain()
      if (change.type === 'ended') source?.close()
    }
    source.onerror = () => {
      if (source?.readyState !== EventSource.CLOSED) return
      lastId = undefined
      tell({ live: undefined, connection: 'polling' })
      readAgain()
    }
  }

  /** A page in the background gives its connection back. */
  function look(): void {
    if (document.visibilityState === 'hidden') source?.close()
    else if (!source || source.readyState === EventSource.CLOSED) connect()
  }

  function stop(): void {
    document.removeEventListener('visibilitychange', look)
    source?.close()
  }

  document.addEventListener('visibilitychange', look)
  look()
  return stream
}
