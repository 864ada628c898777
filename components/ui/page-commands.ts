import { useEffect, useSyncExternalStore } from 'react'

/** Something that can be done on the page that is open: by its keys, and from the command menu. */
export type PageCommand = {
  id: string
  label: string
  /** Heading in the command menu and the sheet of shortcuts. */
  group: string
  /** Chords like `Mod+Shift+Z`, where `Mod` is ⌘ or Ctrl; the keys are those of `KeyboardEvent.key`. */
  keys: readonly string[]
  enabled: boolean
  /** Chords that the browser turns into an event of its own, as for copying, are only shown. */
  native?: boolean
  run(): void
}

let current: readonly PageCommand[] = []
const listeners = new Set<() => void>()

function set(commands: readonly PageCommand[]) {
  current = commands
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const NONE: readonly PageCommand[] = []

/** Offers commands for as long as the caller is on the page. */
export function useOfferCommands(commands: readonly PageCommand[]): void {
  useEffect(() => {
    set(commands)
    return () => set(NONE)
  }, [commands])
}

/** What the page that is open offers. */
export function usePageCommands(): readonly PageCommand[] {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => NONE,
  )
}

/** The command of the open page that a key press means, if any. */
export function commandFor(event: KeyboardEvent): PageCommand | undefined {
  return current.find(
    (command) => command.enabled && !command.native && command.keys.some((chord) => isChord(event, chord)),
  )
}

/** Whether a key press is a chord. A chord of a sign that needs Shift, like `?`, leaves Shift out. */
export function isChord(event: KeyboardEvent, chord: string): boolean {
  const parts = chord.split('+')
  const key = parts.at(-1) ?? ''
  const letter = /^[A-Za-z]$/.test(key)
  const shiftFits = letter || key.length > 1 ? event.shiftKey === parts.includes('Shift') : true
  return (
    (event.metaKey || event.ctrlKey) === parts.includes('Mod') &&
    event.altKey === parts.includes('Alt') &&
    shiftFits &&
    (letter ? event.key.toLowerCase() === key.toLowerCase() : event.key === key)
  )
}

const SIGNS: Record<string, string> = {
  Mod: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Delete: 'Del',
}

/** The keys of a chord as they are shown. */
export function chordSigns(chord: string): string[] {
  return chord.split('+').map((key) => SIGNS[key] ?? key)
}
