import { type FormEvent, useId, useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogActions, DialogContent } from '#components/ui/dialog.tsx'
import { Label } from '#components/ui/label.tsx'
import { Select } from '#components/ui/select.tsx'
import { blockRegistry } from '#lib/blocks/index.ts'
import { refuseConnection } from '#lib/engine/connection.ts'
import { indexGraph } from '#lib/engine/graph.ts'
import { useEditor } from '../editor-context.tsx'
import { facesOf } from './face.ts'

/** Connects a block to another by choosing exit and target from lists; with an edge, leads that one elsewhere. */
export function ConnectDialog({
  from,
  edgeId,
  onClose,
}: {
  from: string
  edgeId?: string | undefined
  onClose(): void
}) {
  const { graph, dispatch } = useEditor()
  const id = useId()
  const edge = graph.edges.find((candidate) => candidate.id === edgeId)
  const face = facesOf(graph).get(from)
  const exits = [...(face?.exits ?? []), ...(face?.sides ?? [])]
  const [handle, setHandle] = useState(edge?.sourceHandle ?? exits.find(({ wired }) => !wired)?.handle ?? 'out')
  const others = graph.blocks.filter(({ type }) => blockRegistry.get(type)?.role !== 'entry')
  const [target, setTarget] = useState(edge?.target ?? others[0]?.id ?? '')
  const connection = { source: from, sourceHandle: handle, target }
  const refusal = refuseConnection(indexGraph(graph), blockRegistry, connection, edgeId)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (refusal) return
    dispatch(edge ? { type: 'reconnect', edgeId: edge.id, ...connection } : { type: 'connect', ...connection })
    onClose()
  }

  return (
    <Dialog open onOpenChange={(open) => open || onClose()}>
      <DialogContent title={edge ? text.editor.reconnect : text.editor.connect}>
        <form onSubmit={submit} className="mt-3 grid gap-3">
          <div className="grid gap-1">
            <Label htmlFor={`${id}-exit`}>{text.editor.exit}</Label>
            <Select id={`${id}-exit`} value={handle} onChange={(event) => setHandle(event.target.value)}>
              {exits.map((exit) => (
                <option key={exit.handle} value={exit.handle}>
                  {exit.label}
                </option>
              ))}
            </Select>
          </div>
          <div className="grid gap-1">
            <Label htmlFor={`${id}-to`}>{text.editor.target}</Label>
            <Select
              id={`${id}-to`}
              value={target}
              aria-describedby={`${id}-refusal`}
              onChange={(event) => setTarget(event.target.value)}
            >
              {others.map((block) => (
                <option key={block.id} value={block.id}>
                  {block.name}
                </option>
              ))}
            </Select>
          </div>
          <p id={`${id}-refusal`} role="status" className="min-h-5 text-bad text-sm">
            {refusal?.message}
          </p>
          <DialogActions>
            <Button onClick={onClose}>{text.editor.cancel}</Button>
            <Button variant="primary" type="submit" disabled={refusal !== undefined}>
              {edge ? text.editor.reconnect : text.editor.connect}
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  )
}
