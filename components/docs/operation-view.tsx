import { ChevronRight, Sparkles } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Badge } from '#components/ui/badge.tsx'
import type { ReferenceAnswer, ReferenceOperation } from '#lib/contracts/reference.ts'
import { Prose } from './prose.tsx'
import { sampleCallOf } from './sample-call.ts'
import { SamplesView } from './samples-view.tsx'
import { MemberLine, SchemaView } from './schema-view.tsx'
import { TryIt } from './try-it.tsx'

/** Everything about one operation: what it does, takes and answers, an example, and a form to try it. */
export function OperationView({
  operation,
  publicUrl,
  apiKey,
  onApiKey,
}: {
  operation: ReferenceOperation
  publicUrl: string
  apiKey: string
  onApiKey(key: string): void
}) {
  const { id, method, path, summary, description, permission, addition, parameters, body, answers } = operation
  const isJson = body === null || body.type === 'application/json'
  return (
    <article
      aria-labelledby={id}
      className="grid gap-4 border-t py-8 xl:grid-cols-[minmax(0,1fr)_minmax(0,27rem)] xl:gap-8"
    >
      <div className="grid content-start gap-4">
        <header className="grid gap-1.5">
          <h3 id={id} tabIndex={-1} className="scroll-mt-20 font-semibold text-lg">
            {summary}
          </h3>
          <p className="wrap-anywhere font-mono text-sm">
            <Method method={method} /> {path}
          </p>
          <p className="flex flex-wrap items-center gap-2 text-ink-soft text-sm">
            {permission && text.docs.needs(permission)}
            {addition && (
              <Badge tone="pen" icon={Sparkles}>
                <span title={text.docs.additionHelp}>{text.docs.addition}</span>
              </Badge>
            )}
          </p>
        </header>
        <Prose>{description}</Prose>
        {parameters.length > 0 && (
          <Part title={text.docs.parameters}>
            <ul>
              {parameters.map(({ name, in: place, required, schema }) => (
                <li key={name} className="border-t py-2 first:border-t-0">
                  <MemberLine
                    name={name}
                    required={required}
                    schema={schema}
                    place={place === 'path' ? text.docs.inPath : text.docs.inQuery}
                  />
                </li>
              ))}
            </ul>
          </Part>
        )}
        {body && (
          <Part title={`${text.docs.body} · ${body.type}`}>
            <SchemaView schema={body.schema} />
          </Part>
        )}
        <Part title={text.docs.answers}>
          <ul className="grid gap-1">
            {answers.map((answer) => (
              <li key={answer.status}>
                <AnswerView answer={answer} />
              </li>
            ))}
          </ul>
        </Part>
      </div>
      {isJson && (
        <div className="grid content-start gap-3 xl:sticky xl:top-18 xl:self-start">
          <SamplesView call={sampleCallOf(operation, publicUrl)} label={text.docs.sample(summary)} />
          <TryIt operation={operation} apiKey={apiKey} onApiKey={onApiKey} />
        </div>
      )}
    </article>
  )
}

const TONES: Readonly<Record<string, string>> = { GET: 'text-busy', POST: 'text-good', DELETE: 'text-bad' }

/** A method's name in its colour. */
export function Method({ method }: { method: string }) {
  return <span className={`font-semibold ${TONES[method] ?? 'text-wait'}`}>{method}</span>
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="grid gap-1">
      <h4 className="font-medium text-ink-soft text-sm">{title}</h4>
      {children}
    </section>
  )
}

function AnswerView({ answer: { status, description, type, schema } }: { answer: ReferenceAnswer }) {
  const name = status === 'default' ? text.docs.otherStatus : status
  const line = (
    <>
      <code className="font-medium font-mono text-sm">{name}</code>
      <span className="text-ink-soft text-sm">{description}</span>
    </>
  )
  if (!schema) {
    return (
      <p className="flex flex-wrap items-baseline gap-2 py-1 pl-5.5">
        {line}
        <span className="text-ink-faint text-sm">{type ?? text.docs.noBody}</span>
      </p>
    )
  }
  return (
    <details>
      <summary className="flex list-none items-baseline gap-2 rounded-sm py-1 hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="size-4 shrink-0 self-center text-ink-faint transition-transform [details[open]>summary>&]:rotate-90"
        />
        {line}
      </summary>
      <div className="mt-1 ml-2 border-l pl-4">
        <SchemaView schema={schema} />
      </div>
    </details>
  )
}
