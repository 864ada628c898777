'use client'

import {
  createContext,
  type ReactNode,
  useContext,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { Overlay } from '#components/graph/to-flow.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import { useMay } from '#components/session/session.tsx'
import { blockRegistry } from '#lib/blocks/index.ts'
import type { WorkflowDetail } from '#lib/contracts/workflows.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { checkDeployable, type Problem } from '#lib/engine/validate.ts'
import { type DraftAction, doAction, openDraft, redo, sealStep, undo } from './draft.ts'
import { placed } from './place.ts'
import { putDraft } from './queries.ts'
import { createSaver, type SaveState } from './saver.ts'
import { createDraftStore } from './store.ts'

export const PANES = ['inspector', 'test', 'versions', 'code', 'workflow'] as const
export type Pane = (typeof PANES)[number]
export type Selection = { blockIds: readonly string[]; edgeIds: readonly string[] }

/** A field of the inspector; `path` is a problem's: `config.cases.0.when`, `name`, `timeoutMs`. */
export type FieldTarget = { blockId: string; path?: string | undefined }

/** What a test run, or a set of scenarios, shows on the blocks; `stale` blocks have changed since. */
export type EditorOverlay = Overlay & { stale?: ReadonlySet<string> }

export type Editor = {
  workflow: WorkflowDetail
  environment: EnvironmentName
  /** The draft as it is drawn now; every block has a place. */
  graph: Graph
  /** Of the draft that is stored; `graph` may be ahead while `saveState` is not `saved`. */
  revision: number
  saveState: SaveState
  /** Saves what is not saved yet and answers with the revision; rejects when it cannot be saved. */
  flush(): Promise<number>
  readOnly: boolean
  /** Answers with the ids of blocks that the action brought. Actions with the same key in a row are one step to undo. */
  dispatch(action: DraftAction, mergeKey?: string): readonly string[]
  undo(): void
  redo(): void
  canUndo: boolean
  canRedo: boolean
  selection: Selection
  /** Graph and selection at this very moment, for handlers that live longer than a drawing. */
  now(): { graph: Graph; selection: Selection }
  select(selection: Partial<Selection>): void
  /** Shows a block's inspector with one field focused; whoever draws the field clears it with `null`. */
  focusField(target: FieldTarget | null): void
  focusedField: FieldTarget | null
  /** Everything the engine says about the graph, a moment behind it. */
  problems: readonly Problem[]
  overlay: EditorOverlay | undefined
  setOverlay(overlay: EditorOverlay | undefined): void
  pane: Pane
  openPane(pane: Pane): void
}

const Context = createContext<Editor | null>(null)
const SAVE_AFTER_MS = 600
const NOTHING: Selection = { blockIds: [], edgeIds: [] }

/** The draft that is being edited, and all that can be done to it. */
export function useEditor(): Editor {
  const editor = useContext(Context)
  if (editor === null) throw new Error('useEditor needs an EditorProvider above')
  return editor
}

/** Opens a workflow's draft for the screens below; give it the workflow's id as `key`. */
export function EditorProvider({
  workflow,
  environment,
  children,
}: {
  workflow: WorkflowDetail
  environment: EnvironmentName
  children: ReactNode
}) {
  const readOnly = !useMay('workflows:write')
  const { store, saver } = useDraft(workflow)
  const state = useSyncExternalStore(store.subscribe, store.get, store.get)
  const saveState = useSyncExternalStore(saver.subscribe, saver.state, saver.state)
  const [selection, setSelection] = useState(NOTHING)
  const selected = useRef(NOTHING)
  const [focusedField, setFocusedField] = useState<FieldTarget | null>(null)
  const [overlay, setOverlay] = useState<EditorOverlay | undefined>(undefined)
  const [pane, setPane] = useState<Pane>('inspector')
  const checked = useDeferredValue(state.graph)
  const problems = useMemo(() => checkDeployable(checked, blockRegistry), [checked])

  const does = useMemo(() => {
    const select = (chosen: Partial<Selection>) => {
      store.update(sealStep)
      selected.current = { ...NOTHING, ...chosen }
      setSelection(selected.current)
    }
    return {
      flush: saver.flush,
      now: () => ({ graph: store.get().graph, selection: selected.current }),
      dispatch: (action: DraftAction, mergeKey?: string) =>
        readOnly ? [] : store.update((before) => doAction(before, action, mergeKey)).added,
      undo: () => void store.update(undo),
      redo: () => void store.update(redo),
      select,
      focusField: (target: FieldTarget | null) => {
        setFocusedField(target)
        if (target === null) return
        select({ blockIds: [target.blockId] })
        setPane('inspector')
      },
      setOverlay,
      openPane: setPane,
    }
  }, [store, saver, readOnly])

  const editor = useMemo<Editor>(
    () => ({
      ...does,
      workflow,
      environment,
      graph: state.graph,
      revision: saver.stored().revision,
      saveState,
      readOnly,
      canUndo: state.past.length > 0,
      canRedo: state.future.length > 0,
      selection,
      focusedField,
      problems,
      overlay,
      pane,
    }),
    [does, workflow, environment, state, saver, saveState, readOnly, selection, focusedField, problems, overlay, pane],
  )
  return <Context value={editor}>{children}</Context>
}

function useDraft(workflow: WorkflowDetail) {
  const [draft] = useState(() => {
    const graph = placed(workflow.draft.graph)
    const store = createDraftStore(openDraft(graph))
    const saver = createSaver({
      store,
      stored: { graph, revision: workflow.draft.revision },
      put: (request) => putDraft(workflow.id, request),
      delayMs: SAVE_AFTER_MS,
    })
    return { store, saver }
  })
  useEffect(() => draft.saver.watch(), [draft])
  return draft
}
