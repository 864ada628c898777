'use client'

import { FastForward, Pencil, Play, SkipForward } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { ApiError } from '#components/data/api.ts'
import { FieldForm } from '#components/fields/field-form.tsx'
import { useFieldForm } from '#components/fields/use-field-form.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { ToggleGroup } from '#components/ui/toggle-group.tsx'
import { inputFields } from '#lib/blocks/start/index.ts'
import type { FieldSpec } from '#lib/engine/fields.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { useEditor } from '../editor-context.tsx'
import { readObject } from './json-text.ts'
import { useTestMemory } from './memory.ts'
import { type RunPart, useStartTestRun } from './use-test-run.ts'

const MODES = [
  { value: 'form', label: text.testRun.form },
  { value: 'json', label: text.testRun.json },
] as const

/** The input of a test run, as a form of the start block's fields or as JSON, and the ways to run with it. */
export function StartForm() {
  const { workflow, graph, problems } = useEditor()
  const [{ input, mode, inputOpen }, remember] = useTestMemory(workflow.id)
  const start = useStartTestRun()
  const fields = inputFields(graph)
  const errors = problems.filter(({ severity }) => severity === 'error').length

  const run = (given: JsonObject, part: RunPart) => {
    remember({ input: given })
    start.mutate({ input: given, part }, { onError: () => remember({ inputOpen: true }) })
  }
  const buttons = (submit: (part: RunPart) => void) => (
    <RunButtons pending={start.isPending} broken={errors > 0} onRun={submit} />
  )
  return (
    <section aria-label={text.testRun.input} className="grid gap-3 p-4">
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">{text.testRun.input}</h3>
        {inputOpen ? (
          <ToggleGroup
            label={text.testRun.inputAs}
            value={mode}
            options={MODES}
            onChange={(chosen) => remember({ mode: chosen })}
          />
        ) : (
          <Button size="sm" variant="quiet" onClick={() => remember({ inputOpen: true })}>
            <Pencil aria-hidden="true" />
            {text.testRun.editInput}
          </Button>
        )}
      </div>
      {errors > 0 && (
        <Notice tone="wait" title={text.testRun.broken(errors)}>
          {text.testRun.brokenBody}
        </Notice>
      )}
      {start.error && <Refusal error={start.error} />}
      {!inputOpen && buttons((part) => run(input, part))}
      {inputOpen && mode === 'form' && (
        <FormInput key={JSON.stringify(fields)} fields={fields} input={input} onSubmit={run} actions={buttons} />
      )}
      {inputOpen && mode === 'json' && <JsonInput input={input} onSubmit={run} actions={buttons} />}
      {inputOpen && <p className="text-ink-soft text-sm">{text.testRun.help}</p>}
    </section>
  )
}

type InputProps = {
  input: JsonObject
  onSubmit(input: JsonObject, part: RunPart): void
  actions(submit: (part: RunPart) => void): ReactNode
}

function FormInput({ fields, input, onSubmit, actions }: InputProps & { fields: readonly FieldSpec[] }) {
  const form = useFieldForm(fields, input)
  const submit = (part: RunPart) => void form.handleSubmit((data: JsonObject) => onSubmit(data, part))()
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit({})
      }}
      className="grid gap-4"
    >
      {fields.length === 0 && <p className="text-ink-soft">{text.testRun.noFields}</p>}
      <FieldForm fields={fields} form={form} />
      {actions(submit)}
    </form>
  )
}

function JsonInput({ input, onSubmit, actions }: InputProps) {
  const [typed, setTyped] = useState(() => JSON.stringify(input, null, 2))
  const [wrong, setWrong] = useState(false)
  const submit = (part: RunPart) => {
    const value = readObject(typed)
    setWrong(value === null)
    if (value !== null) onSubmit(value, part)
  }
  return (
    <div className="grid gap-4">
      <Field
        label={text.testRun.json}
        help={text.testRun.jsonHelp}
        error={wrong ? text.testRun.jsonInvalid : undefined}
        required
      >
        {(control) => (
          <Textarea
            {...control}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            spellCheck={false}
            rows={8}
            className="font-mono text-sm"
          />
        )}
      </Field>
      {actions(submit)}
    </div>
  )
}

/** Runs the whole draft, or up to or from the selected block. */
function RunButtons({ pending, broken, onRun }: { pending: boolean; broken: boolean; onRun(part: RunPart): void }) {
  const { workflow, graph, selection } = useEditor()
  const [{ executionId }] = useTestMemory(workflow.id)
  const [only, ...others] = selection.blockIds
  const block = others.length === 0 ? graph.blocks.find(({ id }) => id === only) : undefined
  return (
    <div className="grid gap-2">
      <Button
        variant="primary"
        type="submit"
        pending={pending}
        disabled={broken}
        onClick={submitsForm(() => onRun({}))}
      >
        {!pending && <Play aria-hidden="true" />}
        {executionId === null ? text.testRun.start : text.testRun.startAgain}
      </Button>
      {block && (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" disabled={broken || pending} onClick={() => onRun({ until: block.id })} className="min-w-0">
            <SkipForward aria-hidden="true" />
            <span className="truncate">{text.testRun.until(block.name)}</span>
          </Button>
          {executionId !== null && (
            <Button
              size="sm"
              disabled={broken || pending}
              onClick={() => onRun({ from: block.id })}
              title={text.testRun.fromHelp}
              className="min-w-0"
            >
              <FastForward aria-hidden="true" />
              <span className="truncate">{text.testRun.from(block.name)}</span>
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

/** Inside a form the button submits it; where there is none, it runs by itself. */
function submitsForm(run: () => void) {
  return (event: { currentTarget: HTMLButtonElement }) => {
    if (event.currentTarget.form === null) run()
  }
}

function Refusal({ error }: { error: Error }) {
  if (!(error instanceof ApiError)) return <Notice tone="bad" title={text.testRun.unsaved} announce />
  return (
    <Notice tone="bad" title={text.testRun.refused} announce>
      <p>{error.message}</p>
      {error.details.length > 0 && (
        <ul className="list-disc pl-5">
          {error.details.map(({ path, message }) => (
            <li key={`${path}:${message}`}>
              {path !== '' && <code className="font-mono text-sm">{path.replace(/^options\.input\./, '')}</code>}{' '}
              {message}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  )
}
