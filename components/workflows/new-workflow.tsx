import { FileUp, LayoutTemplate, Plus } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button, buttonLook } from '#components/ui/button.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { NewDialog } from './new-dialog.tsx'

/** The ways to a new workflow: from blank, from a template, from a file. */
export function NewWorkflow() {
  const [open, setOpen] = useState<'new' | 'import' | null>(null)
  const close = () => setOpen(null)
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => setOpen('import')}>
        <FileUp aria-hidden="true" />
        {text.workflows.importFile}
      </Button>
      <Link href="/workflows/templates" className={buttonLook()}>
        <LayoutTemplate aria-hidden="true" />
        {text.workflows.fromTemplate}
      </Link>
      <Button variant="primary" onClick={() => setOpen('new')}>
        <Plus aria-hidden="true" />
        {text.workflows.create}
      </Button>
      {open === 'new' && <NewDialog onClose={close} />}
      {open === 'import' && <ImportDialog onClose={close} />}
    </div>
  )
}
