import { useSyncExternalStore } from 'react'

const STORAGE_KEY = 'countersign-auto-advance'
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether the next case opens after a decision, and how to change that; remembered on this device. */
export function useAutoAdvance(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(STORAGE_KEY) !== 'off',
    () => true,
  )
  return [
    on,
    (next) => {
      localStorage.setItem(STORAGE_KEY, next ? 'on' : 'off')
      for (const listener of listeners) listener()
    },
  ]
}
