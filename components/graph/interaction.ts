import { createContext, useContext } from 'react'
import type { WalkKey } from './walk.ts'

export type Interaction = {
  /** Begins the DOM ids of this canvas's blocks, where a page shows several. */
  idPrefix: string
  selected: string | undefined
  /** The one block that Tab reaches; arrows walk on from there. */
  tabStop: string | undefined
  select(blockId: string): void
  walk(from: string, key: WalkKey): void
}

const Context = createContext<Interaction | null>(null)

export const InteractionProvider = Context.Provider

/** How the blocks of this canvas are chosen and walked. */
export function useInteraction(): Interaction {
  const interaction = useContext(Context)
  if (interaction === null) throw new Error('Blocks are drawn inside a canvas')
  return interaction
}
