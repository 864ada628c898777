import { Trash2 } from 'lucide-react'
import { useCallback, useRef } from 'react'
import { handleLabel } from '#components/graph/block-look.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { blockRegistry } from '#lib/blocks/index.ts'
import { refuseConnection } from '#lib/engine/connection.ts'
import { type Edge, indexGraph } from '#lib/engine/graph.ts'
import { useEditor } from '../editor-context.tsx'
import { exitsOf } from './connections.tsx'
import { useFocusField } from './use-focus-field.ts'

/** Where an edge leaves and where it leads. */
export function EdgeInspector({ edge }: { edge: Edge }) {
  const { graph, problems, dispatch, select, focusedField, focusField, readOnly } = useEditor()
  const root = useRef<HTMLDivElement>(null)
  const index = indexGraph(graph)
  const source = index.blocks.get(edge.source)
  const exits = source ? exitsOf(index, source) : [edge.sourceHandle]
  const name = (id: string) => index.blocks.get(id)?.name ?? text.inspector.edgeGone(id)
  const fits = (change: Partial<Edge>) => !refuseConnection(index, blockRegistry, { ...edge, ...change }, edge.id)
  const targets = graph.blocks.filter(({ id }) => id === edge.target || fits({ target: id }))
  const wrong = problems.filter((problem) => problem.edgeId === edge.id)
  useFocusField(
    root,
    focusedField?.edgeId === edge.id ? (focusedField.path ?? 'target') : undefined,
    useCallback(() => focusField(null), [focusField]),
  )
  return (
    <div ref={root} className="grid gap-4 p-4">
      <h2 className="font-semibold">{text.inspector.edge}</h2>
      {wrong.map(({ code, message }) => (
        <Notice key={code} tone="bad" title={message} />
      ))}
      <div className="grid gap-1">
        <p className="font-medium text-sm">{text.inspector.edgeFrom}</p>
        <Button
          variant="link"
          className="justify-self-start"
          disabled={!source}
          onClick={() => select({ blockIds: [edge.source] })}
        >
          {name(edge.source)}
        </Button>
      </div>
      <Field label={text.inspector.edgeExit} required>
        {(control) => (
          <Select
            {...control}
            data-path="sourceHandle"
            value={edge.sourceHandle}
            disabled={readOnly}
            onChange={({ target }) => dispatch({ type: 'reconnect', edgeId: edge.id, sourceHandle: target.value })}
          >
            {exits
              .filter((handle) => handle === edge.sourceHandle || fits({ sourceHandle: handle }))
              .map((handle) => (
                <option key={handle} value={handle}>
                  {handleLabel(handle)}
                </option>
              ))}
          </Select>
        )}
      </Field>
      <Field label={text.inspector.edgeTo} required>
        {(control) => (
          <Select
            {...control}
            data-path="target"
            value={edge.target}
            disabled={readOnly}
            onChange={({ target }) => dispatch({ type: 'reconnect', edgeId: edge.id, target: target.value })}
          >
            {!index.blocks.has(edge.target) && <option value={edge.target}>{name(edge.target)}</option>}
            {targets.map(({ id }) => (
              <option key={id} value={id}>
                {name(id)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {!readOnly && (
        <Button
          variant="danger"
          className="justify-self-start"
          onClick={() => {
            dispatch({ type: 'removeEdges', ids: [edge.id] })
            select({})
          }}
        >
          <Trash2 aria-hidden="true" />
          {text.inspector.removeEdge}
        </Button>
      )}
    </div>
  )
}
