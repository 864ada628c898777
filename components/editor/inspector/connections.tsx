import { X } from 'lucide-react'
import { handleLabel } from '#components/graph/block-look.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Select } from '#components/ui/select.tsx'
import { blockRegistry } from '#lib/blocks/index.ts'
import { COMMON_HANDLES } from '#lib/engine/block.ts'
import { handlesOf } from '#lib/engine/config.ts'
import { refuseConnection } from '#lib/engine/connection.ts'
import { type Block, type Edge, type GraphIndex, indexGraph } from '#lib/engine/graph.ts'
import { useEditor } from '../editor-context.tsx'

/** The edges of a block, both ways, to be added and removed without a mouse. */
export function Connections({ block }: { block: Block }) {
  const { graph, dispatch } = useEditor()
  const index = indexGraph(graph)
  const definition = blockRegistry.get(block.type)
  const exits = exitsOf(index, block)
  const isEntry = definition?.role === 'entry'
  return (
    <div className="grid gap-4">
      {!isEntry && (
        <div className="grid gap-2" data-path="incoming">
          <h4 className="font-medium text-sm">{text.inspector.incoming}</h4>
          <Edges
            edges={index.incoming(block.id)}
            index={index}
            show={(edge) => sourceText(index, edge)}
            empty={text.inspector.nothingIncoming}
          />
          <Adder
            label={text.inspector.connectFrom}
            choices={sourcesFor(index, block)}
            onChoose={(connection) => dispatch({ type: 'connect', ...connection })}
          />
        </div>
      )}
      <div className="grid gap-3" data-path="outgoing">
        <h4 className="font-medium text-sm">{text.inspector.outgoing}</h4>
        {exits.length === 0 && <p className="text-ink-soft text-sm">{text.inspector.nothingOutgoing}</p>}
        {exits.map((handle) => (
          <div key={handle} className="grid gap-1.5 border-l-2 pl-2">
            <p className="text-ink-soft text-sm">{handleLabel(handle)}</p>
            <Edges edges={index.outgoing(block.id, handle)} index={index} show={(edge) => nameOf(index, edge.target)} />
            <Adder
              label={text.inspector.connectTo(handleLabel(handle))}
              choices={targetsFor(index, block, handle)}
              onChoose={(connection) => dispatch({ type: 'connect', ...connection })}
            />
          </div>
        ))}
      </div>
    </div>
  )
}

type Choice = { label: string; connection: Pick<Edge, 'source' | 'sourceHandle' | 'target'> }

function Edges({
  edges,
  index,
  show,
  empty,
}: {
  edges: readonly Edge[]
  index: GraphIndex
  show(edge: Edge): string
  empty?: string
}) {
  const { dispatch, select, readOnly } = useEditor()
  if (edges.length === 0) return empty ? <p className="text-ink-soft text-sm">{empty}</p> : null
  return (
    <ul className="grid gap-1">
      {edges.map((edge) => (
        <li key={edge.id} className="flex items-center gap-1 rounded-md border bg-surface pl-2.5">
          <button
            type="button"
            className="min-h-8 min-w-0 flex-1 truncate text-left text-sm hover:underline"
            onClick={() => select({ edgeIds: [edge.id] })}
          >
            {show(edge)}
          </button>
          {!readOnly && (
            <Button
              variant="quiet"
              className="size-7 px-0"
              aria-label={text.inspector.disconnect(nameOf(index, edge.source), nameOf(index, edge.target))}
              onClick={() => dispatch({ type: 'removeEdges', ids: [edge.id] })}
            >
              <X aria-hidden="true" />
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

function Adder({
  label,
  choices,
  onChoose,
}: {
  label: string
  choices: readonly Choice[]
  onChoose(connection: Choice['connection']): void
}) {
  const { readOnly } = useEditor()
  if (readOnly || choices.length === 0) return null
  return (
    <Select
      aria-label={label}
      value=""
      onChange={({ target }) => {
        const choice = choices[Number(target.value)]
        if (target.value !== '' && choice) onChoose(choice.connection)
      }}
    >
      <option value="">{text.inspector.chooseBlock}</option>
      {choices.map((choice, at) => (
        <option key={choice.label} value={at}>
          {choice.label}
        </option>
      ))}
    </Select>
  )
}

function targetsFor(index: GraphIndex, block: Block, sourceHandle: string): Choice[] {
  return index.graph.blocks.flatMap((target) =>
    choice(index, { source: block.id, sourceHandle, target: target.id }, nameOf(index, target.id)),
  )
}

function sourcesFor(index: GraphIndex, block: Block): Choice[] {
  return index.graph.blocks.flatMap((source) =>
    exitsOf(index, source).flatMap((sourceHandle) => {
      const connection = { source: source.id, sourceHandle, target: block.id }
      return choice(index, connection, sourceText(index, connection))
    }),
  )
}

function choice(index: GraphIndex, connection: Choice['connection'], label: string): Choice[] {
  return refuseConnection(index, blockRegistry, connection) ? [] : [{ label, connection }]
}

/** Exits that the settings declare, and any others that edges leave by. */
export function exitsOf(index: GraphIndex, block: Block): string[] {
  const definition = blockRegistry.get(block.type)
  const usual = ['out', ...COMMON_HANDLES]
  const declared = definition ? (handlesOf(definition, block.config) ?? usual) : []
  return [...new Set([...declared, ...index.wired(block.id)])]
}

function sourceText(index: GraphIndex, { source, sourceHandle }: Pick<Edge, 'source' | 'sourceHandle'>): string {
  return `${nameOf(index, source)} · ${handleLabel(sourceHandle)}`
}

function nameOf(index: GraphIndex, blockId: string): string {
  return index.blocks.get(blockId)?.name ?? text.inspector.edgeGone(blockId)
}
