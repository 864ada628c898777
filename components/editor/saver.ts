import { ApiError } from '#components/data/api.ts'
import type { Graph } from '#lib/engine/graph.ts'
import type { MergeConflict, Merged, Side } from '#lib/engine/merge.ts'
import { rebase } from './draft.ts'
import type { DraftStore } from './store.ts'

export type SaveState = 'saved' | 'saving' | 'conflict' | 'offline' | 'error'

/** A draft as it is stored on the server. */
export type Stored = { graph: Graph; revision: number }

/** A draft that somebody else has stored, and their name. */
export type Foreign = Stored & { by: string }

/** Changes of somebody else that touch the same places as one's own. */
export type Clash = { by: string; base: Graph; theirs: Graph; conflicts: readonly MergeConflict[] }

type Choices = ReadonlyMap<string, Side>

/** Keeps a draft saved, and brings in what others save. */
export type Saver = {
  state(): SaveState
  revision(): number
  /** What keeps the draft from being saved until somebody chooses; made from the draft as it is now. */
  clash(): Clash | undefined
  /** Settles the clash; places without a choice keep one's own value. */
  settle(choices: Choices): Promise<void>
  /** Takes in a draft that is known to be stored; an older one is passed over. */
  absorb(foreign: Foreign): void
  subscribe(listener: () => void): () => void
  /** Saves what is not saved yet and answers with the revision; rejects when it cannot be saved. */
  flush(): Promise<number>
  /** Begins to watch the draft; the answer ends it. */
  watch(): () => void
}

export type SaverOptions = {
  store: DraftStore
  stored: Stored
  put(draft: Stored): Promise<{ revision: number }>
  /** The draft as it is stored now. */
  load(): Promise<Foreign>
  merge(base: Graph, mine: Graph, theirs: Graph, choices?: Choices): Merged
  /** Keeps the stored draft before parts of it are written over. */
  keep(): Promise<unknown>
  /** Somebody's changes have come in. */
  onMerged(by: string): void
  delayMs: number
  /** Time until the next try when the server was not reached. */
  retryMs: number
}

/** Saves a draft a moment after each change, one save at a time; a save that comes too late is merged and tried again. */
export function createSaver(options: SaverOptions): Saver {
  const { store, put, load, merge, keep, onMerged, delayMs, retryMs } = options
  let stored = options.stored
  let foreign: Foreign | undefined
  let state: SaveState = 'saved'
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  const listeners = new Set<() => void>()

  const isSaved = () => store.get().graph === stored.graph

  function tell(next: SaveState) {
    if (next === state) return
    state = next
    for (const listener of listeners) listener()
  }

  /** Makes the foreign draft the base of one's own. */
  function take(theirs: Foreign, choices?: Choices) {
    const base = stored.graph
    if (isSaved())
      store.update((before) =>
        rebase(before, (graph) => (graph === base ? theirs.graph : merge(base, graph, theirs.graph).graph)),
      )
    else store.update((before) => rebase(before, (graph) => merge(base, graph, theirs.graph, choices).graph))
    stored = theirs
    foreign = undefined
    onMerged(theirs.by)
  }

  function meet(theirs: Foreign): boolean {
    const clashes = !isSaved() && merge(stored.graph, store.get().graph, theirs.graph).conflicts.length > 0
    if (!clashes) take(theirs)
    else foreign = theirs
    return !clashes
  }

  async function save(): Promise<void> {
    const { graph } = store.get()
    if (foreign) return tell('conflict')
    if (graph === stored.graph) return tell('saved')
    tell('saving')
    try {
      const { revision } = await put({ graph, revision: stored.revision })
      stored = { graph, revision }
    } catch (error) {
      return fail(error)
    }
    if (isSaved()) tell('saved')
    else schedule(delayMs)
  }

  async function fail(error: unknown): Promise<void> {
    if (error instanceof ApiError && error.status === 409) {
      try {
        return meet(await load()) ? save() : tell('conflict')
      } catch (reason) {
        return fail(reason)
      }
    }
    const unreached = error instanceof ApiError && error.status === 0
    tell(unreached ? 'offline' : 'error')
    if (unreached) schedule(retryMs)
  }

  function saveNow(): Promise<void> {
    clearTimeout(timer)
    running ??= save().finally(() => {
      running = undefined
    })
    return running
  }

  function schedule(ms: number) {
    clearTimeout(timer)
    timer = setTimeout(() => void saveNow(), ms)
  }

  return {
    state: () => state,
    revision: () => stored.revision,
    clash: () => {
      if (!foreign) return undefined
      const { conflicts } = merge(stored.graph, store.get().graph, foreign.graph)
      return { by: foreign.by, base: stored.graph, theirs: foreign.graph, conflicts }
    },
    settle: async (choices) => {
      if (!foreign) return
      await keep()
      take(foreign, choices)
      await saveNow()
    },
    absorb: (theirs) => {
      if (running || foreign || theirs.revision <= stored.revision) return
      if (!meet(theirs)) tell('conflict')
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    flush: async () => {
      await running
      if (!isSaved()) await saveNow()
      if (!isSaved()) throw new Error('The draft could not be saved')
      return stored.revision
    },
    watch: () => {
      const stop = store.subscribe(() => {
        if (isSaved() || foreign) return
        tell('saving')
        schedule(delayMs)
      })
      return () => {
        stop()
        void saveNow()
      }
    },
  }
}
