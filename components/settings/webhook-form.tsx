'use client'

import { type FormEvent, useId, useState } from 'react'
import { ApiError, explain } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { DialogActions, DialogClose } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Label } from '#components/ui/label.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { type EndpointView, WEBHOOK_EVENT_NAMES } from '#lib/contracts/webhooks.ts'

export type WebhookFormValues = Pick<EndpointView, 'url' | 'description' | 'events'>

const NEW: WebhookFormValues = {
  url: '',
  description: '',
  events: ['execution.completed', 'execution.failed', 'review.requested'],
}

/** Address, description and events of an endpoint; what the server refuses stands at its field. */
export function WebhookForm({
  initial = NEW,
  submitLabel,
  pending,
  error,
  onSubmit,
}: {
  initial?: WebhookFormValues
  submitLabel: string
  pending: boolean
  error: Error | null
  onSubmit(values: WebhookFormValues): void
}) {
  const [values, setValues] = useState(initial)
  const problems = problemsOf(error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(values)
  }
  return (
    <form noValidate onSubmit={submit} className="mt-4 grid gap-4">
      {error && problems.size === 0 && <Notice announce tone="bad" title={explain(error).message} />}
      <Field label={text.webhooks.address} help={text.webhooks.addressHelp} required error={problems.get('url')}>
        {(control) => (
          <Input
            {...control}
            type="url"
            inputMode="url"
            placeholder="https://example.com/hooks"
            value={values.url}
            onChange={(event) => setValues({ ...values, url: event.target.value })}
          />
        )}
      </Field>
      <Field label={text.webhooks.description} error={problems.get('description')}>
        {(control) => (
          <Input
            {...control}
            value={values.description}
            onChange={(event) => setValues({ ...values, description: event.target.value })}
          />
        )}
      </Field>
      <EventChoices
        chosen={values.events}
        error={problems.get('events')}
        onChange={(events) => setValues({ ...values, events })}
      />
      <DialogActions>
        <DialogClose asChild>
          <Button>{text.webhooks.cancel}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" pending={pending}>
          {submitLabel}
        </Button>
      </DialogActions>
    </form>
  )
}

function EventChoices({
  chosen,
  error,
  onChange,
}: {
  chosen: EndpointView['events']
  error: string | undefined
  onChange(events: EndpointView['events']): void
}) {
  const id = useId()
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">{text.webhooks.events}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {WEBHOOK_EVENT_NAMES.map((event) => (
          <div key={event} className="flex items-center gap-2.5">
            <Checkbox
              id={`${id}-${event}`}
              checked={chosen.includes(event)}
              onCheckedChange={(on) =>
                onChange(on === true ? [...chosen, event] : chosen.filter((other) => other !== event))
              }
            />
            <Label htmlFor={`${id}-${event}`} className="font-normal">
              {text.webhooks.eventNames[event]}
            </Label>
          </div>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} className="text-bad text-sm">
          {error}
        </p>
      )}
    </fieldset>
  )
}

function problemsOf(error: Error | null): ReadonlyMap<string, string> {
  const details = error instanceof ApiError ? error.details : []
  return new Map(details.map(({ path, message }) => [path.split('.')[0] ?? '', message]))
}
