import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { commandFor } from '#components/ui/page-commands.ts'
import { useDestinations } from './use-destinations.ts'
import { useSingleKeys } from './use-single-keys.ts'

const SEQUENCE_MS = 1_200

/** Listens for the console's shortcuts: ⌘K or Ctrl+K, `?`, `g` followed by a place's key, and those of the open page. */
export function useShortcuts(open: { commands(): void; shortcuts(): void }): void {
  const router = useRouter()
  const destinations = useDestinations()
  const [singleKeys] = useSingleKeys()
  const leaderAt = useRef(Number.NEGATIVE_INFINITY)

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        open.commands()
        return
      }
      if (event.defaultPrevented || isTyping(event.target)) return
      const chord = event.metaKey || event.ctrlKey || event.altKey
      if (!chord && !singleKeys && event.key.length === 1) return
      const follows = event.timeStamp - leaderAt.current < SEQUENCE_MS
      const command = follows ? undefined : commandFor(event)
      if (command) {
        event.preventDefault()
        return command.run()
      }
      if (chord || !singleKeys) return
      if (event.key === '?') return open.shortcuts()
      const destination = destinations.find(({ key }) => key === event.key)
      if (destination && follows) router.push(destination.href)
      leaderAt.current = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [router, destinations, singleKeys, open])
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]') !== null
  )
}
