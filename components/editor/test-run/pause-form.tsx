'use client'

import { CirclePause } from 'lucide-react'
import { useState } from 'react'
import { ApiError, explain } from '#components/data/api.ts'
import { FieldForm } from '#components/fields/field-form.tsx'
import { useFieldForm } from '#components/fields/use-field-form.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { JsonView } from '#components/ui/json-view.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { Time } from '#components/ui/time.tsx'
import type { TestPause } from '#lib/contracts/test-runs.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { readObject } from './json-text.ts'
import { useAnswer } from './queries.ts'

/** What a test run waits for, to be answered on the spot. */
export function PauseForm({ executionId, pause }: { executionId: string; pause: TestPause }) {
  const answer = useAnswer(executionId)
  const send = (data: JsonObject, decision?: string) =>
    answer.mutateAsync({ pauseId: pause.id, data, ...(decision !== undefined && { decision }) })
  const Form = FORMS[pause.kind]
  const title = TITLES[pause.kind] ?? text.testRun.waitsFor
  return (
    <section
      aria-label={text.testRun.waitsFor(pause.blockName)}
      className="grid gap-3 overflow-hidden rounded-lg border border-wait/60 bg-raised p-3"
    >
      <div className="flex items-start gap-2">
        <CirclePause aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-wait" />
        <div className="grid min-w-0 gap-0.5">
          <p className="text-sm text-wait">{title(pause.blockName)}</p>
          <h4 className="font-semibold">{pause.title}</h4>
          {pause.instructions && <p className="text-ink-soft">{pause.instructions}</p>}
        </div>
      </div>
      {Object.keys(pause.context).length > 0 && <JsonView value={pause.context} label={pause.title} openDepth={1} />}
      {answer.error && <Refusal error={answer.error} />}
      <Form pause={pause} pending={answer.isPending || answer.isSuccess} onAnswer={send} />
    </section>
  )
}

type FormProps = {
  pause: TestPause
  pending: boolean
  onAnswer(data: JsonObject, decision?: string): Promise<unknown>
}

const TITLES: Partial<Record<TestPause['kind'], (name: string) => string>> = {
  timer: text.testRun.timer,
  event: text.testRun.event,
  child: text.testRun.child,
}

const FORMS = {
  review: Asked,
  task: Asked,
  input: Asked,
  timer: Timer,
  event: Arrival,
  child: Child,
} as const satisfies Record<TestPause['kind'], (props: FormProps) => React.ReactNode>

function Asked({ pause, pending, onAnswer }: FormProps) {
  const form = useFieldForm(pause.fields)
  const send = (decision?: string) =>
    form.handleSubmit(async (data: JsonObject) => {
      await onAnswer(data, decision).catch((error: unknown) => {
        if (!(error instanceof ApiError)) return
        for (const { path, message } of error.details) {
          const name = path.replace(/^data\./, '')
          if (pause.fields.some((field) => field.name === name)) form.setError(name, { message })
        }
      })
    })()
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (pause.decisions.length === 0) void send()
      }}
      className="grid gap-3"
    >
      <FieldForm fields={pause.fields} form={form} />
      <div className="flex flex-wrap gap-2">
        {pause.decisions.length === 0 && (
          <Button variant="primary" type="submit" pending={pending}>
            {text.testRun.answer}
          </Button>
        )}
        {pause.decisions.map(({ name, label }, position) => (
          <Button
            key={name}
            variant={position === 0 ? 'primary' : 'secondary'}
            disabled={pending}
            onClick={() => void send(name)}
          >
            {label}
          </Button>
        ))}
      </div>
      {pause.kind === 'review' && <p className="text-ink-soft text-sm">{text.testRun.decisionNote}</p>}
    </form>
  )
}

function Timer({ pause, pending, onAnswer }: FormProps) {
  return (
    <div className="flex flex-wrap items-center gap-3">
      {pause.wakeAt && <Time at={pause.wakeAt} />}
      <Button pending={pending} onClick={() => void onAnswer({}).catch(ignore)}>
        {text.testRun.skipWait}
      </Button>
    </div>
  )
}

function Arrival({ pending, onAnswer }: FormProps) {
  const [typed, setTyped] = useState('{}')
  const data = readObject(typed)
  return (
    <div className="grid gap-3">
      <Field label={text.testRun.eventData} error={data === null ? text.testRun.jsonInvalid : undefined} required>
        {(control) => (
          <Textarea
            {...control}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            spellCheck={false}
            className="font-mono text-sm"
          />
        )}
      </Field>
      <Button disabled={data === null} pending={pending} onClick={() => void onAnswer(data ?? {}).catch(ignore)}>
        {text.testRun.skipWait}
      </Button>
    </div>
  )
}

function Child() {
  return <p className="text-ink-soft">{text.testRun.childBody}</p>
}

/** The refusal stands above the form. */
function ignore(): void {}

function Refusal({ error }: { error: Error }) {
  return (
    <Notice tone="bad" title={text.testRun.answerRefused} announce>
      {explain(error).message}
    </Notice>
  )
}
