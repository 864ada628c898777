import { Copy, Trash2 } from 'lucide-react'
import { BlockIcon } from '#components/graph/block-icon.tsx'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { blockRegistry, blockTypes } from '#lib/blocks/index.ts'
import type { Block } from '#lib/engine/graph.ts'
import { useEditor } from '../editor-context.tsx'

/** What kind of block it is, and what can be done with it as a whole. */
export function BlockHeader({ block }: { block: Block }) {
  const { dispatch, select, readOnly } = useEditor()
  const definition = blockRegistry.get(block.type)
  return (
    <div className="grid gap-3 p-4">
      <div className="flex items-start gap-3">
        <span className="grid size-9 shrink-0 place-items-center rounded-md border bg-sunken text-ink-soft">
          <BlockIcon name={definition?.icon ?? 'circle-help'} className="size-4.5" strokeWidth={1.75} />
        </span>
        <div className="min-w-0 flex-1 leading-tight">
          <h2 className="wrap-anywhere font-semibold">{block.name}</h2>
          <p className="text-ink-soft text-sm">{definition?.label ?? text.graph.unknownType}</p>
        </div>
        {!readOnly && (
          <div className="flex shrink-0" data-path="actions">
            <Button
              variant="quiet"
              size="icon-sm"
              aria-label={text.inspector.duplicate}
              title={text.inspector.duplicate}
              onClick={() => select({ blockIds: dispatch({ type: 'duplicateBlocks', ids: [block.id] }) })}
            >
              <Copy aria-hidden="true" />
            </Button>
            <Button
              variant="quiet"
              size="icon-sm"
              aria-label={text.inspector.remove}
              title={text.inspector.remove}
              onClick={() => {
                dispatch({ type: 'removeBlocks', ids: [block.id] })
                select({})
              }}
            >
              <Trash2 aria-hidden="true" />
            </Button>
          </div>
        )}
      </div>
      {definition && <p className="text-ink-soft text-sm">{definition.description}</p>}
      {!definition && <TypeField block={block} />}
      {definition?.role !== 'entry' && (
        <div data-path="enabled">
          <Field label={text.inspector.on} help={block.enabled ? undefined : text.inspector.onHelp} inline>
            {({ id, 'aria-describedby': describedBy }) => (
              <Switch
                id={id}
                aria-describedby={describedBy}
                className="-my-0.5"
                checked={block.enabled}
                disabled={readOnly}
                onCheckedChange={(enabled) => dispatch({ type: 'setEnabled', ids: [block.id], enabled })}
              />
            )}
          </Field>
        </div>
      )}
    </div>
  )
}

/** For a block whose type is not installed: another type that it should have. */
function TypeField({ block }: { block: Block }) {
  const { dispatch, readOnly } = useEditor()
  return (
    <div data-path="type">
      <Field label={text.inspector.type} error={text.inspector.unknownType(block.type)} required>
        {(control) => (
          <Select
            {...control}
            value={block.type}
            disabled={readOnly}
            onChange={({ target }) => dispatch({ type: 'updateBlock', id: block.id, patch: { type: target.value } })}
          >
            <option value={block.type}>{block.type}</option>
            {blockTypes.map(({ type, label }) => (
              <option key={type} value={type}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  )
}
