import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { fromYaml } from '#lib/engine/text.ts'
import { FormDialog } from './form-dialog.tsx'
import { useCreate } from './queries.ts'

type Read = ReturnType<typeof fromYaml> | 'unreadable'

const SHOWN_FAULTS = 8

/** Makes a workflow of a graph in a file, and opens it. */
export function ImportDialog({ onClose }: { onClose(): void }) {
  const router = useRouter()
  const [read, setRead] = useState<Read>()
  const [name, setName] = useState('')
  const { mutate, isPending, error } = useCreate()
  const graph = read !== undefined && read !== 'unreadable' && read.ok ? read.graph : undefined

  async function take(file: File | undefined) {
    if (!file) return
    setName((before) => before || nameOf(file))
    const content = await file.text().catch(() => null)
    setRead(content === null ? 'unreadable' : fromYaml(content))
  }

  return (
    <FormDialog
      title={text.workflows.importTitle}
      body={text.workflows.importBody}
      action={text.workflows.importDo}
      pending={isPending}
      error={error}
      disabled={!graph || name.trim() === ''}
      onSubmit={() =>
        graph && mutate({ name: name.trim(), graph }, { onSuccess: ({ id }) => router.push(`/designer/${id}`) })
      }
      onClose={onClose}
    >
      <Field label={text.workflows.importChoose} help={text.workflows.importHelp} required>
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".yaml,.yml,.json,application/json,application/yaml"
            onChange={({ target }) => void take(target.files?.[0])}
            className="block w-full text-ink-soft text-sm file:mr-3 file:h-9 file:rounded-md file:border file:border-line-strong/50 file:bg-surface file:px-3.5 file:font-medium file:text-ink"
          />
        )}
      </Field>
      {read && <Outcome read={read} />}
      {graph && (
        <Field label={text.workflows.newName} required>
          {(control) => (
            <Input {...control} maxLength={120} value={name} onChange={({ target }) => setName(target.value)} />
          )}
        </Field>
      )}
    </FormDialog>
  )
}

/** `kyc-standard.yaml` as `kyc standard`. */
function nameOf({ name }: File): string {
  return name
    .replace(/\.(?:ya?ml|json)$/i, '')
    .replace(/[-_]+/g, ' ')
    .trim()
    .slice(0, 120)
}

function Outcome({ read }: { read: Read }) {
  if (read === 'unreadable') return <Notice announce tone="bad" title={text.workflows.importRead} />
  if (read.ok) return <Notice announce tone="good" title={text.workflows.importBlocks(read.graph.blocks.length)} />
  const { faults } = read
  const left = faults.length - SHOWN_FAULTS
  return (
    <Notice announce tone="bad" title={text.workflows.importFaults(faults.length)}>
      <ul className="grid gap-0.5">
        {faults.slice(0, SHOWN_FAULTS).map(({ from, line, path, message }) => (
          <li key={`${from} ${path} ${message}`}>
            {text.workflows.importFault(line, [path, message].filter(Boolean).join(': '))}
          </li>
        ))}
        {left > 0 && <li>{text.workflows.importMore(left)}</li>}
      </ul>
    </Notice>
  )
}
