import { MousePointerClick } from 'lucide-react'
import { BlockIcon } from '#components/graph/block-icon.tsx'
import { lookOf } from '#components/graph/block-look.ts'
import { text } from '#components/messages/text.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { KeyValues } from '#components/ui/key-values.tsx'
import { Value } from '#components/ui/value.tsx'
import { type Block, type Graph, indexGraph } from '#lib/engine/graph.ts'
import { settingsOf } from './settings.ts'

/** How the chosen block is set up. */
export function BlockPanel({ graph, blockId }: { graph: Graph; blockId: string | undefined }) {
  const block = graph.blocks.find(({ id }) => id === blockId)
  if (!block) {
    return (
      <Card aria-label={text.workflows.block}>
        <EmptyState icon={MousePointerClick} title={text.workflows.chooseBlock}>
          {text.workflows.chooseBlockBody}
        </EmptyState>
      </Card>
    )
  }
  return <Facts graph={graph} block={block} />
}

function Facts({ graph, block }: { graph: Graph; block: Block }) {
  const index = indexGraph(graph)
  const look = lookOf(block, index)
  const settings = settingsOf(block)
  return (
    <Card aria-labelledby="block-title">
      <div className="flex items-center gap-3 border-b px-4 py-3">
        <span className="grid size-9 shrink-0 place-items-center rounded-md border bg-sunken text-ink-soft">
          <BlockIcon name={look.icon} className="size-4.5" strokeWidth={1.75} />
        </span>
        <div className="min-w-0 flex-1 leading-tight">
          <h2 id="block-title" className="truncate font-semibold">
            {block.name}
          </h2>
          <p className="truncate text-ink-soft text-sm">
            {look.typeLabel} · <code className="font-mono">{block.id}</code>
          </p>
        </div>
        {!block.enabled && <Badge tone="wait">{text.workflows.disabled}</Badge>}
      </div>
      <div className="grid gap-4 p-4">
        {block.notes && <p className="whitespace-pre-wrap text-ink-soft">{block.notes}</p>}
        {settings.length === 0 ? (
          <p className="text-ink-soft">{text.workflows.noSettings}</p>
        ) : (
          <dl className="grid gap-3">
            {settings.map(({ name, label, value }) => (
              <div key={name} className="grid gap-0.5">
                <dt className="text-ink-soft text-sm">{label}</dt>
                <dd className="wrap-anywhere">
                  <Value value={value} />
                </dd>
              </div>
            ))}
          </dl>
        )}
        <KeyValues
          className="border-t pt-4"
          items={[
            { label: text.workflows.onError, value: text.workflows.onErrorNames[block.onError] },
            ...(block.retry
              ? [
                  {
                    label: text.workflows.retry,
                    value: text.workflows.retryText(block.retry.attempts, block.retry.delaySeconds),
                  },
                ]
              : []),
          ]}
        />
      </div>
    </Card>
  )
}
