'use client'

import '@xyflow/react/dist/base.css'
import { Background, type Connection, type FinalConnectionState, MiniMap, ReactFlow, useReactFlow } from '@xyflow/react'
import {
  type DragEvent,
  type FocusEvent,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { isWalkKey, type WalkKey, walk } from '#components/graph/walk.ts'
import { text } from '#components/messages/text.ts'
import { blockRegistry } from '#lib/blocks/index.ts'
import { refuseConnection } from '#lib/engine/connection.ts'
import { indexGraph } from '#lib/engine/graph.ts'
import { edgeSpot } from '../add-after.ts'
import { type Selection, useEditor } from '../editor-context.tsx'
import { GRID } from '../place.ts'
import { useCanvasActions } from './canvas-actions.ts'
import { CanvasEmpty } from './canvas-empty.tsx'
import { CanvasTools } from './canvas-tools.tsx'
import { ConnectionHint } from './connection-hint.tsx'
import { EditorConnection } from './editor-edge.tsx'
import { EditorBlock } from './editor-node.tsx'
import { DRAGGED_TYPE } from './palette.tsx'
import { type EditorEdge, type EditorNode, projectEdges, projectNodes } from './project.ts'

const NODE_TYPES = { block: EditorBlock }
const EDGE_TYPES = { edge: EditorConnection }
const FIT = { padding: 0.15, maxZoom: 1, minZoom: 0.3 }
const FILL = { width: '100%', height: '100%' }
const SNAP: [number, number] = [GRID, GRID]
const WITH_SELECTION = ['Shift', 'Meta', 'Control']
const MINIMAP_FROM_BLOCKS = 8
const HALF_BLOCK = { x: 120, y: 30 }

/** The draft as a picture that is edited by mouse and keyboard. What is dragged lives in the picture until it is dropped. */
export function Canvas() {
  const { graph, selection, problems, overlay, readOnly, now, select, dispatch } = useEditor()
  const flow = useReactFlow<EditorNode, EditorEdge>()
  const shown = useMemo(() => ({ graph, selection, problems, overlay }), [graph, selection, problems, overlay])
  const [first] = useState(() => ({ nodes: projectNodes(shown, []), edges: projectEdges(shown, []) }))
  const connecting = useConnecting()
  const dropping = useDropping()
  const keys = useBlockKeys()

  // The picture is React Flow's own: it is brought up to date with the graph, and keeps what is being dragged.
  useEffect(() => {
    flow.setNodes((before) => projectNodes(shown, before))
    flow.setEdges((before) => projectEdges(shown, before))
  }, [flow, shown])

  const onSelectionChange = useCallback(
    ({ nodes, edges }: { nodes: EditorNode[]; edges: EditorEdge[] }) => {
      const chosen = { blockIds: nodes.map(({ id }) => id), edgeIds: edges.map(({ id }) => id) }
      if (!isSame(chosen, now().selection)) select(chosen)
    },
    [now, select],
  )
  const moved = useCallback(
    (nodes: readonly EditorNode[]) =>
      void dispatch({ type: 'moveBlocks', positions: new Map(nodes.map(({ id, position }) => [id, position])) }),
    [dispatch],
  )

  return (
    <div
      className="group/canvas relative h-full w-full bg-sunken"
      data-connecting={connecting.active || undefined}
      {...keys}
      {...dropping}
    >
      <ReactFlow<EditorNode, EditorEdge>
        defaultNodes={first.nodes}
        defaultEdges={first.edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        aria-label={text.graph.canvas}
        fitView
        fitViewOptions={FIT}
        style={FILL}
        minZoom={0.15}
        maxZoom={1.75}
        snapToGrid
        snapGrid={SNAP}
        panOnScroll
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        edgesReconnectable={!readOnly}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        multiSelectionKeyCode={WITH_SELECTION}
        elevateNodesOnSelect={false}
        onSelectionChange={onSelectionChange}
        onNodeDragStop={(_event, _node, nodes) => moved(nodes)}
        onSelectionDragStop={(_event, nodes) => moved(nodes)}
        {...connecting.handlers}
      >
        <Background gap={GRID} size={1.2} />
        <CanvasTools />
        <ConnectionHint moving={connecting.moving} />
        {graph.blocks.length >= MINIMAP_FROM_BLOCKS && (
          <MiniMap className="max-lg:hidden!" position="bottom-left" ariaLabel={null} pannable zoomable />
        )}
      </ReactFlow>
      {graph.blocks.length === 0 && <CanvasEmpty />}
    </div>
  )
}

function isSame(a: Selection, b: Selection): boolean {
  const alike = (x: readonly string[], y: readonly string[]) => x.length === y.length && x.every((id) => y.includes(id))
  return alike(a.blockIds, b.blockIds) && alike(a.edgeIds, b.edgeIds)
}

/** Drawing edges: what may not be is refused while it is drawn; let go over nothing, it asks which block comes next. */
function useConnecting() {
  const { now, dispatch } = useEditor()
  const { openChooser } = useCanvasActions()
  const flow = useReactFlow()
  const [active, setActive] = useState(false)
  const [moving, setMoving] = useState<string | undefined>(undefined)
  const movingNow = useRef<string | undefined>(undefined)

  const handlers = useMemo(() => {
    function choose(event: MouseEvent | TouchEvent, state: FinalConnectionState) {
      if (state.toNode || !state.fromNode || !state.fromHandle) return
      const at = pointOf(event)
      const { x, y } = flow.screenToFlowPosition(at)
      const from = { source: state.fromNode.id, handle: state.fromHandle.id ?? 'out' }
      const name = now().graph.blocks.find(({ id }) => id === from.source)?.name ?? ''
      const position = { x: x - HALF_BLOCK.x, y }
      openChooser({ at, title: text.editor.addAfter(name), follows: true, place: { from, position } })
    }
    const move = (edgeId: string | undefined) => {
      movingNow.current = edgeId
      setMoving(edgeId)
    }
    return {
      onConnect: ({ source, sourceHandle, target }: Connection) =>
        void dispatch({ type: 'connect', source, sourceHandle: sourceHandle ?? 'out', target }),
      onConnectStart: () => setActive(true),
      onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
        setActive(false)
        if (movingNow.current === undefined) choose(event, state)
      },
      onReconnectStart: (_event: unknown, edge: EditorEdge) => {
        move(edge.id)
        setActive(true)
      },
      onReconnect: (edge: EditorEdge, { source, sourceHandle, target }: Connection) =>
        void dispatch({ type: 'reconnect', edgeId: edge.id, source, sourceHandle: sourceHandle ?? 'out', target }),
      onReconnectEnd: () => {
        move(undefined)
        setActive(false)
      },
      isValidConnection: ({ source, sourceHandle, target }: Connection | EditorEdge) => {
        const connection = { source, sourceHandle: sourceHandle ?? 'out', target }
        return refuseConnection(indexGraph(now().graph), blockRegistry, connection, movingNow.current) === undefined
      },
    }
  }, [now, dispatch, openChooser, flow])
  return { active, moving, handlers }
}

function pointOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const { clientX: x, clientY: y } =
    'changedTouches' in event ? (event.changedTouches[0] ?? { clientX: 0, clientY: 0 }) : event
  return { x, y }
}

/** Takes block types dragged from the palette; one let go on an edge is put on it. */
function useDropping() {
  const { readOnly, now } = useEditor()
  const { addAt } = useCanvasActions()
  const flow = useReactFlow()
  return useMemo(
    () => ({
      onDragOver: (event: DragEvent) => {
        if (readOnly || !event.dataTransfer.types.includes(DRAGGED_TYPE)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      },
      onDrop: (event: DragEvent) => {
        const type = event.dataTransfer.getData(DRAGGED_TYPE)
        if (readOnly || !type) return
        event.preventDefault()
        const at = { x: event.clientX, y: event.clientY }
        const { x, y } = flow.screenToFlowPosition(at)
        const edge = document
          .elementsFromPoint(at.x, at.y)
          .flatMap((element) => element.closest('.react-flow__edge') ?? [])
        const edgeId = edge[0]?.getAttribute('data-id') ?? undefined
        const position = {
          x: Math.round((x - HALF_BLOCK.x) / GRID) * GRID,
          y: Math.round((y - HALF_BLOCK.y) / GRID) * GRID,
        }
        addAt(type, edgeId === undefined ? position : edgeSpot(now().graph, edgeId), edgeId)
      },
    }),
    [readOnly, now, addAt, flow],
  )
}

/** Arrow keys walk between blocks, Enter opens one, Space adds it to the selection or takes it out; focus selects. */
function useBlockKeys() {
  const { now, select, focusField } = useEditor()
  const { reveal } = useCanvasActions()
  return useMemo(() => {
    function walkFrom(from: string, key: WalkKey, extend: boolean) {
      const { graph, selection } = now()
      const to = walk(new Map(graph.blocks.map(({ id, position }) => [id, position])), from, key)
      if (to === undefined) return
      select({ blockIds: extend ? [...selection.blockIds.filter((id) => id !== to), to] : [to] })
      reveal(to)
    }
    function toggle(id: string) {
      const { blockIds } = now().selection
      select({ blockIds: blockIds.includes(id) ? blockIds.filter((other) => other !== id) : [...blockIds, id] })
    }
    return {
      onFocus: ({ target }: FocusEvent) => {
        const id = blockAt(target)
        if (id && target.matches(':focus-visible') && !now().selection.blockIds.includes(id)) select({ blockIds: [id] })
      },
      onKeyDown: (event: KeyboardEvent) => {
        const id = blockAt(event.target)
        if (id === undefined || event.metaKey || event.ctrlKey || event.altKey) return
        if (isWalkKey(event.key)) walkFrom(id, event.key, event.shiftKey)
        else if (event.key === 'Enter') focusField({ blockId: id })
        else if (event.key === ' ') toggle(id)
        else return
        event.preventDefault()
      },
    }
  }, [now, select, focusField, reveal])
}

function blockAt(target: EventTarget): string | undefined {
  return target instanceof HTMLElement ? target.dataset.block : undefined
}
