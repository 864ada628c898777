import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { toast } from '#components/ui/toast.tsx'
import type { WorkflowListItem } from '#lib/contracts/workflows.ts'
import { FormDialog } from './form-dialog.tsx'
import { useChange, useDuplicate } from './queries.ts'

type Shown = { workflow: WorkflowListItem; onClose(): void }

/** Gives a workflow another name or description. */
export function ChangeDialog({ workflow, onClose }: Shown) {
  const [name, setName] = useState(workflow.name)
  const [description, setDescription] = useState(workflow.description)
  const { mutate, isPending, error } = useChange(workflow.id)
  const done = () => {
    toast.success(text.workflows.renamed)
    onClose()
  }
  return (
    <FormDialog
      title={text.workflows.renameTitle(workflow.name)}
      action={text.workflows.renameDo}
      pending={isPending}
      error={error}
      disabled={name.trim() === ''}
      onSubmit={() => mutate({ name: name.trim(), description }, { onSuccess: done })}
      onClose={onClose}
    >
      <NameField value={name} onChange={setName} />
      <Field label={text.workflows.newDescription}>
        {(control) => (
          <Textarea
            {...control}
            maxLength={2_000}
            value={description}
            onChange={({ target }) => setDescription(target.value)}
          />
        )}
      </Field>
    </FormDialog>
  )
}

/** Makes a copy and opens it. */
export function DuplicateDialog({ workflow, onClose }: Shown) {
  const router = useRouter()
  const [name, setName] = useState(text.workflows.duplicateName(workflow.name).slice(0, 120))
  const { mutate, isPending, error } = useDuplicate(workflow.id)
  return (
    <FormDialog
      title={text.workflows.duplicateTitle(workflow.name)}
      body={text.workflows.duplicateBody}
      action={text.workflows.duplicateDo}
      pending={isPending}
      error={error}
      disabled={name.trim() === ''}
      onSubmit={() => mutate({ name: name.trim() }, { onSuccess: ({ id }) => router.push(`/designer/${id}`) })}
      onClose={onClose}
    >
      <NameField value={name} onChange={setName} />
    </FormDialog>
  )
}

/** Puts a workflow away, after saying what that means. */
export function ArchiveDialog({ workflow, onClose }: Shown) {
  const { mutate, isPending, error } = useChange(workflow.id)
  const done = () => {
    toast.success(text.workflows.archiveDone(workflow.name))
    onClose()
  }
  return (
    <FormDialog
      title={text.workflows.archiveTitle(workflow.name)}
      body={text.workflows.archiveBody}
      action={text.workflows.archiveDo}
      pending={isPending}
      error={error}
      onSubmit={() => mutate({ archived: true }, { onSuccess: done })}
      onClose={onClose}
    />
  )
}

function NameField({ value, onChange }: { value: string; onChange(name: string): void }) {
  return (
    <Field
      label={text.workflows.newName}
      required
      error={value.trim() === '' ? text.workflows.newNameMissing : undefined}
    >
      {(control) => (
        <Input {...control} maxLength={120} value={value} onChange={({ target }) => onChange(target.value)} />
      )}
    </Field>
  )
}
