'use client'

import { Plus, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import { ApiError, explain } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { DialogActions, DialogClose } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { toast } from '#components/ui/toast.tsx'
import { type ScenarioRequest, scenarioRequestSchema } from '#lib/contracts/scenarios.ts'
import { TERMINAL_STATUSES, type TerminalStatus } from '#lib/engine/state.ts'
import { emptyRow, readRows, type ValueRow } from './expected-values.ts'
import { readObject } from './json-text.ts'
import { useSaveScenario } from './scenario-queries.ts'

/** What the form begins with. */
export type ScenarioDraft = Pick<ScenarioRequest, 'name' | 'input' | 'answers' | 'expectedStatus'> & {
  rows: ValueRow[]
}

const answersSchema = scenarioRequestSchema.shape.answers
const MANY_ROWS = 12

/** Everything a scenario says, to be written or changed. */
export function ScenarioForm({
  workflowId,
  id,
  initial,
  onSaved,
}: {
  workflowId: string
  id: string | undefined
  initial: ScenarioDraft
  onSaved(): void
}) {
  const save = useSaveScenario(workflowId, id)
  const [name, setName] = useState(initial.name)
  const [input, setInput] = useState(() => JSON.stringify(initial.input, null, 2))
  const [answers, setAnswers] = useState(() => JSON.stringify(initial.answers, null, 2))
  const [status, setStatus] = useState<TerminalStatus>(initial.expectedStatus)
  const [rows, setRows] = useState(initial.rows)
  const [tried, setTried] = useState(false)
  const read = { input: readObject(input), answers: readAnswers(answers) }
  const nameProblem =
    save.error instanceof ApiError ? save.error.details.find(({ path }) => path === 'name') : undefined

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (name.trim() === '' || read.input === null || read.answers === null) return
    const request = {
      name: name.trim(),
      input: read.input,
      answers: read.answers,
      expectedStatus: status,
      expectedOutputs: readRows(rows),
    }
    save.mutate(request, {
      onSuccess: () => {
        toast.success(text.scenarios.saved(request.name))
        onSaved()
      },
    })
  }
  return (
    <form noValidate onSubmit={submit} className="mt-4 grid gap-4">
      {save.error && !nameProblem && (
        <Notice tone="bad" title={text.scenarios.notSaved} announce>
          {explain(save.error).message}
        </Notice>
      )}
      <Field
        label={text.scenarios.name}
        help={text.scenarios.nameHelp}
        error={nameProblem?.message ?? (tried && name.trim() === '' ? text.scenarios.nameRequired : undefined)}
        required
      >
        {(control) => (
          <Input {...control} value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <JsonField
        label={text.scenarios.input}
        help={text.scenarios.inputHelp}
        error={tried && read.input === null ? text.testRun.jsonInvalid : undefined}
        value={input}
        onChange={setInput}
      />
      <JsonField
        label={text.scenarios.answers}
        help={text.scenarios.answersHelp}
        error={tried && read.answers === null ? text.scenarios.answersInvalid : undefined}
        value={answers}
        onChange={setAnswers}
      />
      <Field label={text.scenarios.expectedStatus} required>
        {(control) => (
          <Select
            {...control}
            value={status}
            onChange={(event) => setStatus(TERMINAL_STATUSES.find((one) => one === event.target.value) ?? status)}
          >
            {TERMINAL_STATUSES.map((one) => (
              <option key={one} value={one}>
                {text.status[one]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <ExpectedValues rows={rows} onChange={setRows} />
      <DialogActions>
        <DialogClose asChild>
          <Button>{text.scenarios.cancel}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" pending={save.isPending}>
          {text.scenarios.save}
        </Button>
      </DialogActions>
    </form>
  )
}

function readAnswers(typed: string): z.output<typeof answersSchema> | null {
  try {
    return answersSchema.parse(JSON.parse(typed.trim() === '' ? '[]' : typed))
  } catch {
    return null
  }
}

function JsonField({
  label,
  help,
  error,
  value,
  onChange,
}: {
  label: string
  help: string
  error: string | undefined
  value: string
  onChange(value: string): void
}) {
  return (
    <Field label={label} help={help} error={error} required>
      {(control) => (
        <Textarea
          {...control}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          spellCheck={false}
          className="max-h-60 font-mono text-sm"
        />
      )}
    </Field>
  )
}

/** Values in the outputs, each to be expected or not. */
function ExpectedValues({ rows, onChange }: { rows: ValueRow[]; onChange(rows: ValueRow[]): void }) {
  const [filter, setFilter] = useState('')
  const shown = rows.filter(({ path, value }) => `${path} ${value}`.toLowerCase().includes(filter.trim().toLowerCase()))
  const change = (key: string, part: Partial<ValueRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)))
  return (
    <fieldset className="grid gap-2">
      <legend className="font-medium">{text.scenarios.outputs}</legend>
      <p className="text-ink-soft text-sm">{text.scenarios.outputsHelp}</p>
      {rows.length > MANY_ROWS && (
        <Input
          type="search"
          aria-label={text.scenarios.filter}
          placeholder={text.scenarios.filter}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      )}
      {shown.length > 0 && (
        <ul className="grid max-h-72 gap-1.5 overflow-y-auto rounded-md border bg-sunken p-2">
          {shown.map((row) => (
            <li key={row.key} className="flex items-center gap-2">
              <Checkbox
                aria-label={text.scenarios.expect(row.path)}
                checked={row.on}
                onCheckedChange={(on) => change(row.key, { on: on === true })}
              />
              <Input
                aria-label={text.scenarios.outputPath}
                value={row.path}
                onChange={(event) => change(row.key, { path: event.target.value })}
                className="min-w-0 flex-3 font-mono text-sm"
              />
              <Input
                aria-label={text.scenarios.outputValue}
                value={row.value}
                onChange={(event) => change(row.key, { value: event.target.value })}
                className="min-w-0 flex-2 font-mono text-sm"
              />
              <Button
                variant="quiet"
                size="icon-sm"
                aria-label={text.scenarios.removeOutput(row.path)}
                onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
              >
                <Trash2 aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button size="sm" onClick={() => onChange([...rows, emptyRow()])}>
          <Plus aria-hidden="true" />
          {text.scenarios.addOutput}
        </Button>
      </div>
    </fieldset>
  )
}
