import { type ReactNode, useId } from 'react'
import { BlockIcon } from '#components/graph/block-icon.tsx'
import { handleLabel } from '#components/graph/block-look.ts'
import { CHANGE_LOOKS } from '#components/graph/change-badge.tsx'
import type { Change } from '#components/graph/to-flow.ts'
import { text } from '#components/messages/text.ts'
import { cn } from '#components/ui/cn.ts'
import { Value } from '#components/ui/value.tsx'
import { blockRegistry } from '#lib/blocks/index.ts'
import { type FieldChange, type GraphDiff, isEmptyDiff } from '#lib/engine/diff.ts'
import type { Block, Edge } from '#lib/engine/graph.ts'
import { fieldWords } from './words.ts'

const TONES: Record<Change, string> = { added: 'text-good', removed: 'text-bad', changed: 'text-wait' }

/** A difference in words: what came, what went, and every value that changed. `names` tells blocks by their ids. */
export function DiffList({ diff, names }: { diff: GraphDiff; names: ReadonlyMap<string, string> }) {
  if (isEmptyDiff(diff)) {
    return (
      <div className="grid gap-0.5">
        <p className="font-medium">{text.versions.none}</p>
        <p className="text-ink-soft text-sm">{text.versions.noneBody}</p>
      </div>
    )
  }
  const { blocks, variables, settings } = diff
  return (
    <div className="grid gap-4">
      <Blocks title={text.versions.blocksAdded} change="added" blocks={blocks.added} />
      <Blocks title={text.versions.blocksRemoved} change="removed" blocks={blocks.removed} />
      {blocks.changed.length > 0 && (
        <Part title={text.versions.blocksChanged} change="changed">
          {blocks.changed.map(({ id, after, changes }) => (
            <li key={id} className="grid gap-1.5 border-t px-3 py-2 first:border-t-0">
              <BlockName block={after} />
              <Fields changes={changes} block={after} />
            </li>
          ))}
        </Part>
      )}
      <Connections diff={diff} names={names} />
      <Variables variables={variables} />
      {settings.length > 0 && (
        <Part title={text.versions.settings} change="changed">
          <li className="px-3 py-2">
            <Fields changes={settings} />
          </li>
        </Part>
      )}
      {blocks.reordered && <p className="text-ink-soft text-sm">{text.versions.reordered}</p>}
    </div>
  )
}

function Part({ title, change, children }: { title: string; change: Change; children: ReactNode }) {
  const id = useId()
  const Icon = CHANGE_LOOKS[change].icon
  return (
    <section aria-labelledby={id} className="grid gap-1.5">
      <h3 id={id} className={cn('flex items-center gap-1.5 font-medium text-sm', TONES[change])}>
        <Icon aria-hidden="true" className="size-4" />
        {title}
      </h3>
      <ul className="rounded-md border bg-surface">{children}</ul>
    </section>
  )
}

function Blocks({ title, change, blocks }: { title: string; change: Change; blocks: readonly Block[] }) {
  if (blocks.length === 0) return null
  return (
    <Part title={title} change={change}>
      {blocks.map((block) => (
        <li key={block.id} className="border-t px-3 py-2 first:border-t-0">
          <BlockName block={block} />
        </li>
      ))}
    </Part>
  )
}

function BlockName({ block }: { block: Block }) {
  const definition = blockRegistry.get(block.type)
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-x-2">
      <BlockIcon name={definition?.icon ?? 'circle-help'} className="size-4 shrink-0 text-ink-soft" />
      <span className="wrap-anywhere font-medium">{block.name}</span>
      <span className="text-ink-soft text-sm">{definition?.label ?? text.graph.unknownType}</span>
    </p>
  )
}

function Fields({ changes, block }: { changes: readonly FieldChange[]; block?: Block }) {
  return (
    <dl className="grid gap-2 text-sm">
      {changes.map((change) => (
        <div key={change.path} className="grid gap-0.5">
          <dt className="text-ink-soft">{fieldWords(change.path, block)}</dt>
          <dd className="wrap-anywhere grid gap-0.5">
            <Side sign="−" label={text.versions.before} value={change.before} gone />
            <Side sign="+" label={text.versions.after} value={change.after} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Side({ sign, label, value, gone }: { sign: string; label: string; value: FieldChange['after']; gone?: true }) {
  const Tag = gone ? 'del' : 'ins'
  return (
    <Tag
      className={cn(
        'flex gap-2 rounded-sm px-1.5 no-underline',
        gone ? 'bg-bad-wash text-bad' : 'bg-good-wash text-good',
      )}
    >
      <span aria-hidden="true" className="font-mono">
        {sign}
      </span>
      <span className="sr-only">{label}: </span>
      <span className="min-w-0">{value === undefined ? text.versions.nothing : <Value value={value} />}</span>
    </Tag>
  )
}

function Connections({ diff, names }: { diff: GraphDiff; names: ReadonlyMap<string, string> }) {
  const { added, removed, changed } = diff.edges
  if (added.length + removed.length + changed.length === 0) return null
  const name = (id: string) => names.get(id) ?? id
  const say = ({ source, sourceHandle, target }: Edge) =>
    text.versions.edge(name(source), handleLabel(sourceHandle), name(target))
  const lines: { change: Change; id: string; says: string }[] = [
    ...added.map((edge) => ({ change: 'added' as const, id: edge.id, says: say(edge) })),
    ...removed.map((edge) => ({ change: 'removed' as const, id: edge.id, says: say(edge) })),
    ...changed.map(({ before, after }) => {
      const [from, exit] = [name(after.source), handleLabel(after.sourceHandle)]
      const says =
        before.target === after.target
          ? text.versions.edgeOrder(from, exit, name(after.target))
          : text.versions.edgeMoved(from, exit, name(before.target), name(after.target))
      return { change: 'changed' as const, id: after.id, says }
    }),
  ]
  return (
    <Part title={text.versions.connections} change="changed">
      {lines.map(({ change, id, says }) => (
        <Line key={`${change} ${id}`} change={change}>
          {says}
        </Line>
      ))}
    </Part>
  )
}

function Line({ change, children }: { change: Change; children: ReactNode }) {
  const Icon = CHANGE_LOOKS[change].icon
  return (
    <li className="flex gap-2 border-t px-3 py-1.5 text-sm first:border-t-0">
      <Icon aria-hidden="true" className={cn('mt-0.5 size-4 shrink-0', TONES[change])} />
      <span className="wrap-anywhere">
        <span className="sr-only">{text.graph.changes[change]}: </span>
        {children}
      </span>
    </li>
  )
}

function Variables({ variables: { added, removed, changed } }: Pick<GraphDiff, 'variables'>) {
  if (added.length + removed.length + changed.length === 0) return null
  return (
    <Part title={text.versions.variables} change="changed">
      {added.map(({ name }) => (
        <Line key={`+${name}`} change="added">
          {name}
        </Line>
      ))}
      {removed.map(({ name }) => (
        <Line key={`-${name}`} change="removed">
          {name}
        </Line>
      ))}
      {changed.map(({ name, changes }) => (
        <li key={name} className="grid gap-1.5 border-t px-3 py-2 first:border-t-0">
          <p className="font-medium">{name}</p>
          <Fields changes={changes} />
        </li>
      ))}
    </Part>
  )
}
