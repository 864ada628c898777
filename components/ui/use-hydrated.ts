import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** Whether the page has come alive in the browser: before that, controls can be seen but do nothing. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
