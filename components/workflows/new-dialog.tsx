import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { FormDialog, fieldError } from './form-dialog.tsx'
import { useCreate } from './queries.ts'

/** Makes a workflow from blank and opens it. */
export function NewDialog({ onClose }: { onClose(): void }) {
  const router = useRouter()
  const [form, setForm] = useState({ name: '', description: '', slug: '' })
  const [tried, setTried] = useState(false)
  const { mutate, isPending, error } = useCreate()
  const name = form.name.trim()

  function submit() {
    setTried(true)
    if (name === '') return
    const slug = form.slug.trim()
    mutate(
      { name, description: form.description, ...(slug !== '' && { slug }) },
      { onSuccess: ({ id }) => router.push(`/designer/${id}`) },
    )
  }

  return (
    <FormDialog
      title={text.workflows.newTitle}
      body={text.workflows.newBody}
      action={text.workflows.newDo}
      pending={isPending}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label={text.workflows.newName}
        required
        error={tried && name === '' ? text.workflows.newNameMissing : undefined}
      >
        {(control) => (
          <Input
            {...control}
            maxLength={120}
            value={form.name}
            onChange={({ target }) => setForm({ ...form, name: target.value })}
          />
        )}
      </Field>
      <Field label={text.workflows.newDescription}>
        {(control) => (
          <Textarea
            {...control}
            maxLength={2_000}
            value={form.description}
            onChange={({ target }) => setForm({ ...form, description: target.value })}
          />
        )}
      </Field>
      <Field label={text.workflows.newSlug} help={text.workflows.newSlugHelp} error={fieldError(error, 'slug')}>
        {(control) => (
          <Input
            {...control}
            maxLength={64}
            className="font-mono"
            value={form.slug}
            onChange={({ target }) => setForm({ ...form, slug: target.value })}
          />
        )}
      </Field>
    </FormDialog>
  )
}
