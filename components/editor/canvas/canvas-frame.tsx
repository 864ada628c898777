import { ReactFlowProvider, useReactFlow, useStoreApi } from '@xyflow/react'
import { type ReactNode, useMemo, useState } from 'react'
import { text } from '#components/messages/text.ts'
import { addAfter, edgeSpot, freeSpot } from '../add-after.ts'
import { type Editor, useEditor } from '../editor-context.tsx'
import { ROW } from '../place.ts'
import { type CanvasActions, CanvasActionsProvider, type ChooserRequest } from './canvas-actions.ts'
import { Chooser } from './chooser.tsx'
import { ConnectDialog } from './connect-dialog.tsx'

/** Gives everything inside it the means to change what is on the canvas. */
export function CanvasFrame({ children }: { children: ReactNode }) {
  return (
    <ReactFlowProvider>
      <Frame>{children}</Frame>
    </ReactFlowProvider>
  )
}

function Frame({ children }: { children: ReactNode }) {
  const { now, dispatch, select, readOnly, openPane } = useEditor()
  const flow = useReactFlow()
  const store = useStoreApi()
  const [request, setRequest] = useState<ChooserRequest | null>(null)
  const [connecting, setConnecting] = useState<{ from: string; edgeId: string | undefined } | null>(null)

  const actions = useMemo<CanvasActions>(() => {
    function reveal(blockId: string) {
      const block = now().graph.blocks.find(({ id }) => id === blockId)
      if (!block) return
      requestAnimationFrame(() => {
        bringIntoView(flow, store.getState(), block.position)
        document.getElementById(`block-${blockId}`)?.focus({ preventScroll: true })
      })
    }
    function show(added: readonly string[]) {
      const [id] = added
      if (id === undefined) return
      select({ blockIds: added })
      openPane('inspector')
      reveal(id)
    }
    return {
      readOnly,
      add: (type) => {
        const { graph, selection } = now()
        const { width, height, transform } = store.getState()
        const [x, y, zoom] = transform
        const middle = { x: (width / 2 - x) / zoom - 120, y: (height / 2 - y) / zoom - 30 }
        show(dispatch(addAfter(graph, type, selection.blockIds.at(-1), middle)))
      },
      addAt: (type, position, onEdge) =>
        show(dispatch({ type: 'addBlock', block: { type }, position, ...(onEdge && { onEdge }) })),
      openChooser: setRequest,
      chooseAfter: (blockId) => {
        const { graph, selection } = now()
        const id = blockId ?? selection.blockIds.at(-1) ?? focusedBlock()
        const block = graph.blocks.find((candidate) => candidate.id === id)
        if (block) select({ blockIds: [block.id] })
        const box = (document.getElementById(`block-${id}`) ?? store.getState().domNode)?.getBoundingClientRect()
        setRequest({
          at: { x: box?.left ?? 0, y: box ? Math.min(box.bottom, box.top + ROW) : 0 },
          title: block ? text.editor.addAfter(block.name) : text.editor.addBlock,
          follows: block !== undefined,
          place: 'after',
        })
      },
      insertOn: (edgeId, at) =>
        setRequest({ at, title: text.editor.addOnEdge, follows: true, place: { onEdge: edgeId } }),
      removeEdge: (edgeId) => void dispatch({ type: 'removeEdges', ids: [edgeId] }),
      connect: (blockId, edgeId) => {
        const from = blockId ?? now().selection.blockIds.at(-1) ?? focusedBlock()
        if (from !== undefined) setConnecting({ from, edgeId })
      },
      removeSelected: () => removeSelected({ now, dispatch, select }),
      reveal,
    }
  }, [now, dispatch, select, readOnly, openPane, flow, store])

  function choose(type: string) {
    const place = request?.place
    setRequest(null)
    if (!place) return
    if (place === 'after') return actions.add(type)
    if ('onEdge' in place) return actions.addAt(type, edgeSpot(now().graph, place.onEdge), place.onEdge)
    const position = freeSpot(now().graph, place.position)
    if (!('from' in place)) return actions.addAt(type, position)
    const added = dispatch({ type: 'addBlock', block: { type }, position, from: place.from })
    select({ blockIds: added })
    if (added[0]) actions.reveal(added[0])
  }

  return (
    <CanvasActionsProvider value={actions}>
      {children}
      {request && (
        <Chooser
          key={`${request.at.x} ${request.at.y} ${request.title}`}
          request={request}
          onChoose={choose}
          onClose={() => setRequest(null)}
        />
      )}
      {connecting && <ConnectDialog {...connecting} onClose={() => setConnecting(null)} />}
    </CanvasActionsProvider>
  )
}

type View = { width: number; height: number; transform: [number, number, number] }
const MARGIN = 60
const BLOCK = { width: 240, height: 90 }

/** Moves the view only when the block is not wholly in it. */
function bringIntoView(
  flow: Pick<ReturnType<typeof useReactFlow>, 'setCenter'>,
  { width, height, transform: [left, top, zoom] }: View,
  { x, y }: { x: number; y: number },
) {
  const [screenX, screenY] = [x * zoom + left, y * zoom + top]
  const inside =
    screenX > MARGIN / 2 &&
    screenY > MARGIN / 2 &&
    screenX + BLOCK.width * zoom < width - MARGIN / 2 &&
    screenY + BLOCK.height * zoom < height - MARGIN
  if (!inside) void flow.setCenter(x + BLOCK.width / 2, y + BLOCK.height / 2, { zoom })
}

/** Removes blocks and edges as one step, and goes on with a block before them. */
function removeSelected({ now, dispatch, select }: Pick<Editor, 'now' | 'dispatch' | 'select'>) {
  const { graph, selection } = now()
  const gone = new Set(selection.blockIds)
  const before = graph.edges.find(({ source, target }) => gone.has(target) && !gone.has(source))?.source
  const key = `remove ${[...selection.blockIds, ...selection.edgeIds].join(' ')}`
  dispatch({ type: 'removeEdges', ids: selection.edgeIds }, key)
  dispatch({ type: 'removeBlocks', ids: selection.blockIds }, key)
  const left = graph.blocks.filter(({ id }) => !gone.has(id)).map(({ id }) => id)
  const next = before ?? left.find((id) => id === focusedBlock()) ?? left.at(-1)
  select({ blockIds: next === undefined ? [] : [next] })
  if (next !== undefined) document.getElementById(`block-${next}`)?.focus({ preventScroll: true })
}

/** The block that hears the keyboard. */
function focusedBlock(): string | undefined {
  return document.activeElement instanceof HTMLElement ? document.activeElement.dataset.block : undefined
}
