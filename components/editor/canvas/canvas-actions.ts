import type { XYPosition } from '@xyflow/react'
import { createContext, useContext } from 'react'
import type { Exit } from '../draft.ts'

/** What the chooser is asked: where on the screen, in which words, and what becomes of the choice. */
export type ChooserRequest = {
  at: XYPosition
  title: string
  /** Whether an edge will lead to the new block. */
  follows: boolean
  /** Without either, the block is added after the selection. */
  place: { from: Exit; position: XYPosition } | { onEdge: string } | { position: XYPosition } | 'after'
}

/** What can be done on the canvas from anywhere in the editor; the same object for as long as the editor stands. */
export type CanvasActions = {
  readOnly: boolean
  /** Adds a block after the selected one, or in the middle of what is seen. */
  add(type: string): void
  addAt(type: string, position: XYPosition, onEdge?: string): void
  openChooser(request: ChooserRequest): void
  /** Opens the chooser beside a block, or the selected one. */
  chooseAfter(blockId?: string): void
  /** Opens the chooser for a block to put on an edge; `at` is a place on the screen. */
  insertOn(edgeId: string, at: XYPosition): void
  removeEdge(edgeId: string): void
  /** Opens the dialog that connects a block by menus, or leads one of its edges elsewhere. */
  connect(blockId?: string, edgeId?: string): void
  removeSelected(): void
  /** Brings a block into view and puts the focus on it. */
  reveal(blockId: string): void
}

const Context = createContext<CanvasActions | null>(null)

export const CanvasActionsProvider = Context.Provider

/** What can be done on the canvas. */
export function useCanvasActions(): CanvasActions {
  const actions = useContext(Context)
  if (actions === null) throw new Error('This needs a canvas above')
  return actions
}
