import { Braces, Check, CloudOff, LoaderCircle, Redo2, TriangleAlert, Undo2 } from 'lucide-react'
import Link from 'next/link'
import { text } from '#components/messages/text.ts'
import { Breadcrumb } from '#components/ui/breadcrumb.tsx'
import { Button, buttonLook } from '#components/ui/button.tsx'
import { Tooltip } from '#components/ui/tooltip.tsx'
import { WorkflowBadge } from '#components/ui/workflow-badge.tsx'
import { type Editor, useEditor } from './editor-context.tsx'
import { ClashDialog } from './merge/clash-dialog.tsx'
import { DeployButton } from './versions/deploy-button.tsx'
import { useBadge } from './versions/use-badge.ts'

const CRUMBS = [{ label: text.workflows.title, href: '/workflows' }]

/** Which workflow this is, how its draft stands, and what can be done with the whole of it. */
export function EditorHeader() {
  const { workflow, readOnly, undo, redo, canUndo, canRedo } = useEditor()
  const badge = useBadge()
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-surface px-4 py-1.5">
      <div className="min-w-0">
        <Breadcrumb crumbs={CRUMBS} />
        <h1 className="truncate font-semibold text-lg leading-tight tracking-tight">{workflow.name}</h1>
      </div>
      <WorkflowBadge badge={badge} />
      <div className="ml-auto flex flex-wrap items-center gap-1.5">
        <SaveStatus />
        <ClashDialog />
        {!readOnly && (
          <>
            <Tooltip content={text.editor.undo}>
              <Button size="icon" variant="quiet" aria-label={text.editor.undo} disabled={!canUndo} onClick={undo}>
                <Undo2 aria-hidden="true" />
              </Button>
            </Tooltip>
            <Tooltip content={text.editor.redo}>
              <Button size="icon" variant="quiet" aria-label={text.editor.redo} disabled={!canRedo} onClick={redo}>
                <Redo2 aria-hidden="true" />
              </Button>
            </Tooltip>
          </>
        )}
        <Link href={`/designer/${workflow.id}/api`} className={buttonLook({ variant: 'quiet' })}>
          <Braces aria-hidden="true" />
          {text.docs.workflow.open}
        </Link>
        <DeployButton />
      </div>
    </header>
  )
}

const SIGNS = {
  saved: { icon: Check, look: 'text-good' },
  saving: { icon: LoaderCircle, look: 'animate-spin' },
  conflict: { icon: TriangleAlert, look: 'text-wait' },
  offline: { icon: CloudOff, look: 'text-wait' },
  error: { icon: TriangleAlert, look: 'text-bad' },
} as const satisfies Record<Editor['saveState'], unknown>

function SaveStatus() {
  const { readOnly, saveState } = useEditor()
  const { icon: Icon, look } = SIGNS[saveState]
  return (
    <span role="status" className="flex items-center gap-1.5 px-1.5 text-ink-soft text-sm [&_svg]:size-4">
      {!readOnly && <Icon aria-hidden="true" className={look} />}
      {readOnly ? text.editor.readOnly : text.editor.saveStates[saveState]}
    </span>
  )
}
