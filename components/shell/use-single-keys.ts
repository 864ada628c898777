import { useSyncExternalStore } from 'react'

const STORAGE_KEY = 'countersign-single-keys'
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether shortcuts of a single key act (WCAG 2.2, 2.1.4: they can be turned off), and how to change it. */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
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
