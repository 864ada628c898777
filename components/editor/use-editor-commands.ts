import { useReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import { text } from '#components/messages/text.ts'
import { type PageCommand, useOfferCommands } from '#components/ui/page-commands.ts'
import { useCanvasActions } from './canvas/canvas-actions.ts'
import { PANES, useEditor } from './editor-context.tsx'
import { GRID } from './place.ts'
import { useClipboard } from './use-clipboard.ts'

const { groups } = text.editor
const STEPS = [
  { key: 'ArrowUp', x: 0, y: -GRID },
  { key: 'ArrowDown', x: 0, y: GRID },
  { key: 'ArrowLeft', x: -GRID, y: 0 },
  { key: 'ArrowRight', x: GRID, y: 0 },
] as const

/** Offers everything that can be done in the editor to the keyboard, the command menu and the sheet of shortcuts; `find` opens the search. */
export function useEditorCommands(find: () => void): void {
  const edit = useEditCommands()
  const blocks = useBlockCommands()
  const view = useViewCommands(find)
  useOfferCommands(useMemo(() => [...edit, ...blocks, ...view], [edit, blocks, view]))
}

function useEditCommands(): PageCommand[] {
  const { undo, redo, canUndo, canRedo, readOnly } = useEditor()
  return useMemo(() => {
    const of = (id: 'undo' | 'redo', enabled: boolean, keys: string[], run: () => void): PageCommand => ({
      id,
      label: text.editor[id],
      group: groups.edit,
      keys,
      enabled: enabled && !readOnly,
      run,
    })
    return [of('undo', canUndo, ['Mod+Z'], undo), of('redo', canRedo, ['Mod+Shift+Z', 'Mod+Y'], redo)]
  }, [undo, redo, canUndo, canRedo, readOnly])
}

function useBlockCommands(): PageCommand[] {
  const { now, dispatch, select, selection, graph, readOnly, focusField } = useEditor()
  const { chooseAfter, connect, removeSelected, reveal } = useCanvasActions()
  const { copy, cut, paste } = useClipboard()
  const some = selection.blockIds.length > 0
  const any = some || selection.edgeIds.length > 0
  const allOff = some && graph.blocks.every(({ id, enabled }) => !selection.blockIds.includes(id) || !enabled)
  return useMemo(() => {
    const chosen = () => now().selection.blockIds
    const write = !readOnly
    const block = (id: string, label: string, keys: string[], enabled: boolean, run: () => void): PageCommand => ({
      id,
      label,
      group: groups.blocks,
      keys,
      enabled,
      run,
    })
    return [
      block('add', text.editor.addBlock, ['A'], write, () => chooseAfter()),
      block('connect', text.editor.connectBlock, ['C'], write, () => connect()),
      { ...block('copy', text.editor.copy, ['Mod+C'], some, copy), native: true },
      { ...block('cut', text.editor.cut, ['Mod+X'], some && write, cut), native: true },
      { ...block('paste', text.editor.paste, ['Mod+V'], write, paste), native: true },
      block('duplicate', text.editor.duplicate, ['Mod+D'], some && write, () => {
        const added = dispatch({ type: 'duplicateBlocks', ids: chosen() })
        select({ blockIds: added })
        if (added[0]) reveal(added[0])
      }),
      block('enable', allOff ? text.editor.enable : text.editor.disable, ['D'], some && write, () =>
        dispatch({ type: 'setEnabled', ids: chosen(), enabled: allOff }),
      ),
      block('remove', text.editor.remove, ['Delete', 'Backspace'], any && write, removeSelected),
      block('open', text.editor.open, ['Enter'], false, () => focusField({ blockId: chosen()[0] ?? '' })),
      block('toggle', text.editor.toggleSelected, ['Space', 'Shift+click'], false, () => undefined),
      block('all', text.editor.selectAll, ['Mod+A'], true, () =>
        select({ blockIds: now().graph.blocks.map(({ id }) => id) }),
      ),
      block('none', text.editor.selectNone, ['Escape'], any, () => select({})),
      ...STEPS.map(({ key, x, y }) =>
        block(`nudge${key}`, text.editor.nudge[key], [`Alt+${key}`], some && write, () => {
          const ids = new Set(chosen())
          const moved = now().graph.blocks.filter(({ id }) => ids.has(id))
          const positions = new Map(moved.map(({ id, position }) => [id, { x: position.x + x, y: position.y + y }]))
          dispatch({ type: 'moveBlocks', positions }, `nudge ${[...ids].join(' ')}`)
        }),
      ),
    ]
  }, [
    now,
    dispatch,
    select,
    focusField,
    readOnly,
    some,
    any,
    allOff,
    chooseAfter,
    connect,
    removeSelected,
    reveal,
    copy,
    cut,
    paste,
  ])
}

function useViewCommands(find: () => void): PageCommand[] {
  const { dispatch, openPane, readOnly } = useEditor()
  const { zoomIn, zoomOut, fitView } = useReactFlow()
  return useMemo(() => {
    const view = (id: string, label: string, keys: string[], run: () => void, enabled = true): PageCommand => ({
      id,
      label,
      group: groups.view,
      keys,
      enabled,
      run,
    })
    return [
      view('find', text.editor.search, ['Mod+F'], find),
      view('tidy', text.editor.tidy, ['Shift+T'], () => dispatch({ type: 'layout' }), !readOnly),
      view('fit', text.editor.fit, ['0'], () => void fitView({ padding: 0.15, maxZoom: 1 })),
      view('zoomIn', text.editor.zoomIn, ['+'], () => void zoomIn()),
      view('zoomOut', text.editor.zoomOut, ['-'], () => void zoomOut()),
      ...PANES.map((pane, place) =>
        view(`pane ${pane}`, text.editor.showPane(text.editor.panes[pane]), [String(place + 1)], () => openPane(pane)),
      ),
    ]
  }, [dispatch, openPane, readOnly, zoomIn, zoomOut, fitView, find])
}
