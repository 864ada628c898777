import type { XYPosition } from '@xyflow/react'
import type { Block, Graph } from '#lib/engine/graph.ts'
import { applyAction } from './apply.ts'
import type { Fragment } from './fragment.ts'

/** Changes of a block; what is given as `undefined` is taken away. */
export type BlockPatch = { [Key in keyof Omit<Block, 'id'>]?: Block[Key] | undefined }

/** An exit to leave by. */
export type Exit = { source: string; handle: string }

/** Everything an author can do to a draft; each is one step to undo. */
export type DraftAction =
  /** `id` unless taken, else one made from the type; `from` is connected to it, `onEdge` is split by it. */
  | { type: 'addBlock'; block: { type: string; id?: string }; position: XYPosition; from?: Exit; onEdge?: string }
  /** Edges follow an exit that the change gives another name. */
  | { type: 'updateBlock'; id: string; patch: BlockPatch }
  /** Rewrites edges, references and conditions. An id that is taken or no id at all changes nothing. */
  | { type: 'renameBlock'; id: string; to: string }
  | { type: 'removeBlocks'; ids: readonly string[] }
  | { type: 'duplicateBlocks'; ids: readonly string[] }
  | { type: 'setEnabled'; ids: readonly string[]; enabled: boolean }
  | { type: 'connect'; source: string; sourceHandle: string; target: string }
  | { type: 'reconnect'; edgeId: string; source?: string; sourceHandle?: string; target?: string }
  | { type: 'removeEdges'; ids: readonly string[] }
  /** Upper left corners. */
  | { type: 'moveBlocks'; positions: ReadonlyMap<string, XYPosition> }
  | { type: 'setVariables'; variables: Graph['variables'] }
  | { type: 'setSettings'; settings: Graph['settings'] }
  | { type: 'replaceGraph'; graph: Graph }
  /** `at` is the upper left corner of what is pasted; ids that are taken are changed, also where the fragment names them. */
  | { type: 'paste'; fragment: Fragment; at: XYPosition }
  | { type: 'layout' }

/** The draft with what can be undone and redone; `added` are the blocks that the last action brought. */
export type DraftState = {
  graph: Graph
  past: readonly Graph[]
  future: readonly Graph[]
  /** Actions with the same key in a row are one step; `undefined` ends the row. */
  mergeKey: string | undefined
  added: readonly string[]
}

const MAX_STEPS = 200

/** A draft nobody has changed yet. */
export function openDraft(graph: Graph): DraftState {
  return { graph, past: [], future: [], mergeKey: undefined, added: [] }
}

/** Applies an action; one that changes nothing gives the same state. */
export function doAction(state: DraftState, action: DraftAction, mergeKey?: string): DraftState {
  const { graph, added } = applyAction(state.graph, action)
  if (graph === state.graph) return state
  const key = mergeKey ?? typingKey(state.graph, action)
  const merges = key !== undefined && key === state.mergeKey && state.past.length > 0
  const past = merges ? state.past : [...state.past, state.graph].slice(-MAX_STEPS)
  return { graph, past, future: [], mergeKey: key, added }
}

/** Ends a row of actions that count as one step. */
export function sealStep(state: DraftState): DraftState {
  return state.mergeKey === undefined ? state : { ...state, mergeKey: undefined }
}

/** Takes back the last step. */
export function undo(state: DraftState): DraftState {
  const graph = state.past.at(-1)
  if (!graph) return state
  const future = [state.graph, ...state.future]
  return { graph, past: state.past.slice(0, -1), future, mergeKey: undefined, added: [] }
}

/** Does again what was taken back last. */
export function redo(state: DraftState): DraftState {
  const [graph, ...future] = state.future
  if (!graph) return state
  return { graph, past: [...state.past, state.graph], future, mergeKey: undefined, added: [] }
}

const REBASED_STEPS = 50

/** Brings changes made elsewhere into the last 50 steps, so that undoing takes back only one's own; earlier steps are let go. */
export function rebase(state: DraftState, change: (graph: Graph) => Graph): DraftState {
  return {
    graph: change(state.graph),
    past: state.past.slice(-REBASED_STEPS).map(change),
    future: state.future.slice(0, REBASED_STEPS).map(change),
    mergeKey: undefined,
    added: [],
  }
}

/** Typing in one field of a block is one step: the path of the only text or number that changes. */
function typingKey(graph: Graph, action: DraftAction): string | undefined {
  if (action.type !== 'updateBlock') return undefined
  const { position: _position, ...block } = graph.blocks.find(({ id }) => id === action.id) ?? {}
  const changed = changedTexts(block, { ...block, ...action.patch }, action.id)
  return changed.length === 1 ? changed[0] : undefined
}

/** Paths at which one text or number stands for another; anything else that differs is told as two, so that it never is the only one. */
function changedTexts(before: unknown, after: unknown, at: string): string[] {
  if (before === after) return []
  if (isTyped(before ?? '') && isTyped(after ?? '')) return [at]
  if (typeof before !== 'object' || typeof after !== 'object' || !before || !after) return [at, at]
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].flatMap((key) => changedTexts(Reflect.get(before, key), Reflect.get(after, key), `${at}.${key}`))
}

function isTyped(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number'
}
