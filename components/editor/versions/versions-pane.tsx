import { GitCompare, History, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { WorkflowBadge } from '#components/ui/workflow-badge.tsx'
import { useEditor } from '../editor-context.tsx'
import { CompareDialog, type Side } from './compare-dialog.tsx'
import { KeptDrafts } from './kept-drafts.tsx'
import { useBadge } from './use-badge.ts'
import { ActivateDialog, DiscardDialog, LoadDialog } from './version-dialogs.tsx'
import { VersionRow, type VersionTask } from './version-row.tsx'

type Open = VersionTask | { task: 'discard' } | { task: 'compareTwo'; from: Side; to: Side } | null

/** The versions of the workflow: how the draft stands to them, and what can be done with each. */
export function VersionsPane() {
  const { workflow } = useEditor()
  const [open, setOpen] = useState<Open>(null)
  const { versions } = workflow
  return (
    <>
      <Standing onOpen={setOpen} />
      {versions.length === 0 ? (
        <EmptyState icon={History} title={text.versions.empty}>
          {text.versions.emptyBody}
        </EmptyState>
      ) : (
        <ol aria-label={text.versions.list} className="divide-y">
          {versions.map((version) => (
            <VersionRow key={version.id} version={version} onTask={setOpen} />
          ))}
        </ol>
      )}
      <KeptDrafts />
      <Opened open={open} onClose={() => setOpen(null)} />
    </>
  )
}

function Standing({ onOpen }: { onOpen(open: Open): void }) {
  const { workflow, readOnly } = useEditor()
  const badge = useBadge()
  const [newest, former] = workflow.versions
  const ahead = badge.state === 'draft_ahead'
  const says = { live: text.versions.level, draft_ahead: text.versions.ahead, not_deployed: text.versions.neverLive }
  return (
    <section aria-label={text.versions.draft} className="grid gap-2 border-b px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <WorkflowBadge badge={badge} />
        <p className="text-ink-soft text-sm">{says[badge.state]}</p>
      </div>
      <div className="flex flex-wrap gap-2 empty:hidden">
        {newest && former && (
          <Button size="sm" onClick={() => onOpen({ task: 'compareTwo', from: former.number, to: newest.number })}>
            <GitCompare aria-hidden="true" />
            {text.versions.compareTwo}
          </Button>
        )}
        {ahead && !readOnly && (
          <Button size="sm" onClick={() => onOpen({ task: 'discard' })}>
            <Undo2 aria-hidden="true" />
            {text.versions.discard}
          </Button>
        )}
      </div>
    </section>
  )
}

function Opened({ open, onClose }: { open: Open; onClose(): void }) {
  const { workflow } = useEditor()
  switch (open?.task) {
    case undefined:
      return null
    case 'compare':
      return <CompareDialog from={open.version.number} to="draft" onClose={onClose} />
    case 'compareTwo':
      return <CompareDialog from={open.from} to={open.to} onClose={onClose} />
    case 'activate':
      return <ActivateDialog version={open.version} onClose={onClose} />
    case 'load':
      return <LoadDialog version={open.version} onClose={onClose} />
    case 'discard':
      return workflow.active && <DiscardDialog active={workflow.active} onClose={onClose} />
    default:
      return open satisfies never
  }
}
