import { ApiError } from '#components/data/api.ts'
import type { Graph } from '#lib/engine/graph.ts'
import type { DraftStore } from './store.ts'

export type SaveState = 'saved' | 'saving' | 'conflict' | 'offline' | 'error'

/** What is stored on the server, as far as is known here. */
export type Stored = { graph: Graph; revision: number }

/** Keeps a draft saved. */
export type Saver = {
  state(): SaveState
  stored(): Stored
  subscribe(listener: () => void): () => void
  /** Saves what is not saved yet and answers with the revision; rejects when it cannot be saved. */
  flush(): Promise<number>
  /** Begins to watch the draft; the answer ends it. */
  watch(): () => void
}

type Options = {
  store: DraftStore
  stored: Stored
  put(draft: Stored): Promise<{ revision: number }>
  delayMs: number
}

/** Saves a draft a moment after each change, one save at a time. */
export function createSaver({ store, stored: initial, put, delayMs }: Options): Saver {
  let stored = initial
  let state: SaveState = 'saved'
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  const listeners = new Set<() => void>()

  function tell(next: SaveState) {
    state = next
    for (const listener of listeners) listener()
  }

  async function save(): Promise<void> {
    const { graph } = store.get()
    if (graph === stored.graph) return tell('saved')
    tell('saving')
    try {
      const { revision } = await put({ graph, revision: stored.revision })
      stored = { graph, revision }
    } catch (error) {
      return tell(stateAfter(error))
    }
    if (store.get().graph === stored.graph) tell('saved')
    else schedule()
  }

  function saveNow(): Promise<void> {
    clearTimeout(timer)
    running ??= save().finally(() => {
      running = undefined
    })
    return running
  }

  function schedule() {
    clearTimeout(timer)
    timer = setTimeout(() => void saveNow(), delayMs)
  }

  return {
    state: () => state,
    stored: () => stored,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    flush: async () => {
      await running
      if (store.get().graph !== stored.graph) await saveNow()
      if (store.get().graph !== stored.graph) throw new Error('The draft could not be saved')
      return stored.revision
    },
    watch: () => {
      const stop = store.subscribe(() => {
        if (store.get().graph === stored.graph) return
        tell('saving')
        schedule()
      })
      return () => {
        stop()
        void saveNow()
      }
    },
  }
}

function stateAfter(error: unknown): SaveState {
  if (!(error instanceof ApiError)) return 'error'
  if (error.status === 0) return 'offline'
  return error.status === 409 ? 'conflict' : 'error'
}
