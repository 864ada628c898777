'use client'

import { ChevronRight } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { ReferenceOperation } from '#lib/contracts/reference.ts'
import { CodeBlock } from './code-block.tsx'
import { addressOf } from './sample-call.ts'

type Outcome = { status: number; ms: number; body: string } | 'unreached'

/** A form that makes the call with a key of the reader's, and shows the answer. */
export function TryIt({
  operation,
  apiKey,
  onApiKey,
}: {
  operation: ReferenceOperation
  apiKey: string
  onApiKey(key: string): void
}) {
  const { parameters, body, method } = operation
  const [values, setValues] = useState<Record<string, string>>({})
  const [typed, setTyped] = useState(() => JSON.stringify(body?.example ?? {}, null, 2))
  const [problem, setProblem] = useState<string>()
  const [outcome, setOutcome] = useState<Outcome>()
  const [pending, setPending] = useState(false)

  const send = async (event: FormEvent) => {
    event.preventDefault()
    const bad = body && !isJson(typed)
    setProblem(bad ? text.docs.tryBadBody : undefined)
    if (bad) return
    setPending(true)
    setOutcome(await call(method, addressOf(operation, values), apiKey, body ? typed : null))
    setPending(false)
  }

  return (
    <details className="rounded-md border">
      <summary className="flex list-none items-center gap-1.5 rounded-md px-3 py-2 font-medium hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden="true" className="size-4 transition-transform [details[open]>summary>&]:rotate-90" />
        {text.docs.tryIt}
      </summary>
      <form noValidate onSubmit={(event) => void send(event)} className="grid gap-4 border-t p-3">
        <p className="text-ink-soft text-sm">{text.docs.tryHelp}</p>
        <Field label={text.docs.tryKey} help={text.docs.tryKeyHelp} required>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="off"
              value={apiKey}
              onChange={(event) => onApiKey(event.target.value)}
            />
          )}
        </Field>
        {parameters.map(({ name, required }) => (
          <Field key={name} label={<code className="font-mono">{name}</code>} required={required}>
            {(control) => (
              <Input
                {...control}
                value={values[name] ?? ''}
                onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
        {body && (
          <Field label={text.docs.tryBody} required={body.required} error={problem}>
            {(control) => (
              <Textarea
                {...control}
                rows={6}
                spellCheck={false}
                className="font-mono text-sm"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        )}
        <Button type="submit" variant="primary" pending={pending} className="w-fit">
          {text.docs.send}
        </Button>
        <div aria-live="polite" className="grid gap-2">
          {outcome === 'unreached' && <Notice tone="bad" title={text.docs.unreached} />}
          {outcome && outcome !== 'unreached' && (
            <>
              <p className="font-medium text-sm">{text.docs.sent(outcome.status, outcome.ms)}</p>
              <CodeBlock code={outcome.body} label={text.docs.answer} />
            </>
          )}
        </div>
      </form>
    </details>
  )
}

function isJson(typed: string): boolean {
  try {
    JSON.parse(typed)
    return true
  } catch {
    return false
  }
}

async function call(method: string, address: string, key: string, body: string | null): Promise<Outcome> {
  const startedAt = performance.now()
  try {
    const response = await fetch(address, {
      method,
      credentials: 'omit',
      headers: { 'x-api-key': key.trim(), ...(body !== null && { 'content-type': 'application/json' }) },
      ...(body !== null && { body }),
    })
    const answer = await response.text()
    const shown = isJson(answer) ? JSON.stringify(JSON.parse(answer), null, 2) : answer
    return { status: response.status, ms: Math.round(performance.now() - startedAt), body: shown }
  } catch {
    return 'unreached'
  }
}
