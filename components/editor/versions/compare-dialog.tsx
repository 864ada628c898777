import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { Dialog, DialogContent } from '#components/ui/dialog.tsx'
import { Label } from '#components/ui/label.tsx'
import { Select } from '#components/ui/select.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { type Editor, useEditor } from '../editor-context.tsx'
import { Comparison } from './comparison.tsx'
import { versionGraph } from './queries.ts'

/** One side of a comparison: a version by its number, or the draft. */
export type Side = number | 'draft'

/** Compares any two of the draft and the versions. */
export function CompareDialog({ from, to, onClose }: { from: Side; to: Side; onClose(): void }) {
  const [before, setBefore] = useState(from)
  const [after, setAfter] = useState(to)
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={text.versions.compareTitle}
        description={text.versions.compareHelp}
        className="flex h-[92dvh] max-h-[92dvh] max-w-7xl flex-col"
      >
        <div className="mt-3 mb-4 flex flex-wrap items-end gap-3">
          <SideSelect label={text.versions.from} value={before} onChange={setBefore} />
          <SideSelect label={text.versions.to} value={after} onChange={setAfter} />
        </div>
        <Sides before={before} after={after} />
      </DialogContent>
    </Dialog>
  )
}

function SideSelect({ label, value, onChange }: { label: string; value: Side; onChange(side: Side): void }) {
  const { workflow } = useEditor()
  const id = `compare-${label.toLowerCase()}`
  return (
    <div className="grid gap-1">
      <Label htmlFor={id}>{label}</Label>
      <Select
        id={id}
        value={String(value)}
        onChange={({ target }) => onChange(target.value === 'draft' ? 'draft' : Number(target.value))}
        className="w-56"
      >
        <option value="draft">{text.versions.draft}</option>
        {workflow.versions.map(({ number, note }) => (
          <option key={number} value={number}>
            {[text.versions.short(number), note].filter(Boolean).join(' · ')}
          </option>
        ))}
      </Select>
    </div>
  )
}

function Sides({ before, after }: { before: Side; after: Side }) {
  const editor = useEditor()
  const from = useSide(editor, before)
  const to = useSide(editor, after)
  const error = from.error ?? to.error
  if (error) return <QueryError error={error} onRetry={() => void Promise.all([from.refetch(), to.refetch()])} />
  if (!from.graph || !to.graph) {
    return (
      <Loading label={text.common.loading} className="grid flex-1 gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Skeleton className="h-full min-h-60 rounded-md" />
        <Skeleton className="h-60 rounded-md" />
      </Loading>
    )
  }
  return <Comparison before={from.graph} after={to.graph} />
}

function useSide({ workflow, graph }: Editor, side: Side) {
  const query = useQuery({ ...versionGraph(workflow.id, side === 'draft' ? 0 : side), enabled: side !== 'draft' })
  return { graph: side === 'draft' ? graph : query.data?.graph, error: query.error, refetch: query.refetch }
}
