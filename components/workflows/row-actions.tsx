import { Archive, ArchiveRestore, Copy, Ellipsis, PencilLine } from 'lucide-react'
import { useState } from 'react'
import { explain } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { toast } from '#components/ui/toast.tsx'
import type { WorkflowListItem } from '#lib/contracts/workflows.ts'
import { useChange } from './queries.ts'
import { ArchiveDialog, ChangeDialog, DuplicateDialog } from './row-dialogs.tsx'

/** What can be done with a workflow of the list. */
export function RowActions({ workflow }: { workflow: WorkflowListItem }) {
  const mayWrite = useMay('workflows:write')
  const [open, setOpen] = useState<'change' | 'duplicate' | 'archive' | null>(null)
  const close = () => setOpen(null)
  if (!mayWrite) return null
  if (workflow.archived) return <Restore workflow={workflow} />
  return (
    <span className="relative">
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="icon-sm" variant="quiet" aria-label={text.workflows.more(workflow.name)}>
            <Ellipsis aria-hidden="true" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setOpen('change')}>
            <PencilLine aria-hidden="true" />
            {text.workflows.rename}
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setOpen('duplicate')}>
            <Copy aria-hidden="true" />
            {text.workflows.duplicate}
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setOpen('archive')}>
            <Archive aria-hidden="true" />
            {text.workflows.archive}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {open === 'change' && <ChangeDialog workflow={workflow} onClose={close} />}
      {open === 'duplicate' && <DuplicateDialog workflow={workflow} onClose={close} />}
      {open === 'archive' && <ArchiveDialog workflow={workflow} onClose={close} />}
    </span>
  )
}

function Restore({ workflow: { id, name } }: { workflow: WorkflowListItem }) {
  const { mutate, isPending, error } = useChange(id)
  return (
    <span className="relative grid justify-items-end gap-1">
      <Button
        size="sm"
        pending={isPending}
        aria-label={`${text.workflows.restore}: ${name}`}
        onClick={() =>
          mutate({ archived: false }, { onSuccess: () => void toast.success(text.workflows.restoreDone(name)) })
        }
      >
        <ArchiveRestore aria-hidden="true" />
        {text.workflows.restore}
      </Button>
      {error && (
        <Notice announce tone="bad" title={text.workflows.failed}>
          {explain(error).message}
        </Notice>
      )}
    </span>
  )
}
