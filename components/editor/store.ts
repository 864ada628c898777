import type { DraftState } from './draft.ts'

/** Holds a draft outside of React, so that handlers read what is true now and screens redraw only for what they show. */
export type DraftStore = {
  get(): DraftState
  /** Answers with the new state. */
  update(change: (state: DraftState) => DraftState): DraftState
  subscribe(listener: () => void): () => void
}

/** A store that begins with a draft. */
export function createDraftStore(initial: DraftState): DraftStore {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    update: (change) => {
      const next = change(state)
      if (next === state) return state
      state = next
      for (const listener of listeners) listener()
      return state
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
