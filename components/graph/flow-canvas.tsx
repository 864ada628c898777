'use client'

import { Background, MiniMap, Panel, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { useMemo } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import type { Graph } from '#lib/engine/graph.ts'
import { lookOf } from './block-look.ts'
import { BlockNode } from './block-node.tsx'
import { type Interaction, InteractionProvider } from './interaction.ts'
import { RoutedEdge } from './routed-edge.tsx'
import { type BlockFlowNode, type Changes, type Flow, type Overlay, toFlow } from './to-flow.ts'
import { walk } from './walk.ts'

const NODE_TYPES = { block: BlockNode }
const EDGE_TYPES = { routed: RoutedEdge }
const FIT = { padding: 0.12, maxZoom: 1, minZoom: 0.45 }
const FILL = { width: '100%', height: '100%' }
const MINIMAP_FROM_BLOCKS = 8

type CanvasProps = {
  graph: Graph
  overlay?: Overlay | undefined
  changes?: Changes
  idPrefix?: string
  selected: string | undefined
  onSelect(blockId: string): void
}

/** A graph as a picture to look at and walk through; with an overlay, how an execution went through it. */
export function FlowCanvas({ graph, overlay, changes, idPrefix = '', selected, onSelect }: CanvasProps) {
  const flow = useMemo(() => toFlow(graph, lookOf, overlay, changes), [graph, overlay, changes])
  return (
    <ReactFlowProvider>
      <Picture flow={flow} idPrefix={idPrefix} selected={selected} onSelect={onSelect} />
    </ReactFlowProvider>
  )
}

function Picture({
  flow,
  idPrefix,
  selected,
  onSelect,
}: {
  flow: Flow
  idPrefix: string
  selected: string | undefined
  onSelect(blockId: string): void
}) {
  const { setCenter, getZoom } = useReactFlow<BlockFlowNode>()
  const interaction = useMemo<Interaction>(
    () => ({
      idPrefix,
      selected,
      tabStop: flow.nodes.some(({ id }) => id === selected) ? selected : flow.nodes[0]?.id,
      select: onSelect,
      walk: (from, key) => {
        const to = walk(flow.places, from, key)
        const node = flow.nodes.find(({ id }) => id === to)
        if (!node) return
        onSelect(node.id)
        const middle = { x: node.position.x + (node.width ?? 0) / 2, y: node.position.y + (node.height ?? 0) / 2 }
        void setCenter(middle.x, middle.y, { zoom: getZoom() })
        document.getElementById(`${idPrefix}block-${node.id}`)?.focus({ preventScroll: true })
      },
    }),
    [flow, idPrefix, selected, onSelect, setCenter, getZoom],
  )
  return (
    <InteractionProvider value={interaction}>
      <ReactFlow
        nodes={flow.nodes}
        edges={flow.edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        aria-label={text.graph.canvas}
        fitView
        fitViewOptions={FIT}
        style={FILL}
        minZoom={0.25}
        maxZoom={1.5}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        zoomOnScroll={false}
        preventScrolling={false}
      >
        <Background gap={20} size={1.2} />
        <Zoom />
        {flow.nodes.length >= MINIMAP_FROM_BLOCKS && (
          <MiniMap className="max-lg:hidden!" position="bottom-left" ariaLabel={null} pannable />
        )}
      </ReactFlow>
    </InteractionProvider>
  )
}

function Zoom() {
  const { zoomIn, zoomOut, fitView } = useReactFlow()
  return (
    <Panel position="top-right" className="m-2! flex rounded-md border bg-raised">
      <Button variant="quiet" size="icon-sm" aria-label={text.graph.zoomOut} onClick={() => void zoomOut()}>
        <ZoomOut aria-hidden="true" />
      </Button>
      <Button variant="quiet" size="icon-sm" aria-label={text.graph.zoomIn} onClick={() => void zoomIn()}>
        <ZoomIn aria-hidden="true" />
      </Button>
      <Button variant="quiet" size="icon-sm" aria-label={text.graph.fit} onClick={() => void fitView(FIT)}>
        <Maximize aria-hidden="true" />
      </Button>
    </Panel>
  )
}
