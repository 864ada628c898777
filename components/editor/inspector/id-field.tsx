import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { BLOCK_ID, type Block, type Graph } from '#lib/engine/graph.ts'
import { useEditor } from '../editor-context.tsx'

const RESERVED: ReadonlySet<string> = new Set(['input', 'vars', 'env'])

/** A block's id; it takes effect when the field is left, and then in every reference. */
export function IdField({ block }: { block: Block }) {
  const { graph, dispatch, select, readOnly } = useEditor()
  const [typing, setTyping] = useState<string | undefined>(undefined)
  const next = typing?.trim() ?? block.id
  const wrong = refusalOf(graph, block.id, next)
  const done = () => {
    setTyping(undefined)
    if (next === block.id || wrong) return
    dispatch({ type: 'renameBlock', id: block.id, to: next })
    select({ blockIds: [next] })
  }
  return (
    <div data-path="id">
      <Field label={text.inspector.id} help={text.inspector.idHelp} error={wrong} required>
        {(control) => (
          <Input
            {...control}
            className="font-mono text-sm"
            autoComplete="off"
            spellCheck={false}
            readOnly={readOnly}
            value={typing ?? block.id}
            onChange={({ target }) => setTyping(target.value)}
            onBlur={done}
            onKeyDown={(event) => event.key === 'Enter' && done()}
          />
        )}
      </Field>
    </div>
  )
}

function refusalOf(graph: Graph, id: string, next: string): string | undefined {
  if (RESERVED.has(next)) return text.inspector.idReserved
  if (next === id) return undefined
  if (!BLOCK_ID.test(next)) return text.inspector.idShape
  return graph.blocks.some((block) => block.id === next) ? text.inspector.idTaken : undefined
}
