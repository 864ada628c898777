'use client'

import { useQueryClient } from '@tanstack/react-query'
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
import { text } from '#components/messages/text.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import { useMay } from '#components/session/session.tsx'
import { toast } from '#components/ui/toast.tsx'
import { blockRegistry } from '#lib/blocks/index.ts'
import type { WorkflowDetail } from '#lib/contracts/workflows.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { mergeGraphs } from '#lib/engine/merge.ts'
import { checkDeployable, type Problem } from '#lib/engine/validate.ts'
import { type DraftAction, doAction, openDraft, redo, sealStep, undo } from './draft.ts'
import { placed } from './place.ts'
import { keepMergedDraft, putDraft, workflowDetail } from './queries.ts'
import { createSaver, type Foreign, type Saver, type SaveState } from './saver.ts'
import { createDraftStore } from './store.ts'

export const PANES = ['inspector', 'test', 'versions', 'code', 'workflow'] as const
export type Pane = (typeof PANES)[number]
export type Selection = { blockIds: readonly string[]; edgeIds: readonly string[] }

/** A field of a block or an edge, else of the workflow; `path` is a problem's: `config.cases.0.when`, `name`, `settings.loopLimits`. */
export type FieldTarget = { blockId?: string; edgeId?: string; path?: string | undefined }

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
  /** What others changed at the same places, while `saveState` is `conflict`; and how it is settled. */
  clash: Saver['clash']
  settle: Saver['settle']
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
const RETRY_AFTER_MS = 5_000
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
      clash: saver.clash,
      settle: saver.settle,
      now: () => ({ graph: store.get().graph, selection: selected.current }),
      dispatch: (action: DraftAction, mergeKey?: string) =>
        readOnly ? [] : store.update((before) => doAction(before, action, mergeKey)).added,
      undo: () => void store.update(undo),
      redo: () => void store.update(redo),
      select,
      focusField: (target: FieldTarget | null) => {
        setFocusedField(target)
        if (target === null) return
        const { blockId, edgeId } = target
        if (blockId !== undefined) select({ blockIds: [blockId] })
        else if (edgeId !== undefined) select({ edgeIds: [edgeId] })
        setPane(blockId === undefined && edgeId === undefined ? 'workflow' : 'inspector')
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
      revision: saver.revision(),
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
  const client = useQueryClient()
  const [draft] = useState(() => {
    const stored = foreignDraft(workflow)
    const store = createDraftStore(openDraft(stored.graph))
    const saver = createSaver({
      store,
      stored,
      put: (request) => putDraft(workflow.id, request),
      load: async () => {
        const options = workflowDetail(workflow.environment, workflow.id)
        return foreignDraft(await client.fetchQuery({ ...options, staleTime: 0 }))
      },
      merge: (base, mine, theirs, choices) => mergeGraphs(base, mine, theirs, blockRegistry, choices),
      keep: () => keepMergedDraft(workflow.id),
      onMerged: (by) => void toast(text.editor.mergedIn(by)),
      delayMs: SAVE_AFTER_MS,
      retryMs: RETRY_AFTER_MS,
    })
    return { store, saver }
  })
  useEffect(() => draft.saver.watch(), [draft])
  // What the server is seen to store, others may have saved.
  useEffect(() => draft.saver.absorb(foreignDraft(workflow)), [draft, workflow])
  return draft
}

function foreignDraft({ draft: { graph, revision, updatedBy } }: WorkflowDetail): Foreign {
  return { graph: placed(graph), revision, by: updatedBy?.name ?? text.editor.somebody }
}
