import { CircleCheck, CircleX } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { KeyValues } from '#components/ui/key-values.tsx'
import { Value } from '#components/ui/value.tsx'
import { humanize } from '#lib/engine/fields.ts'
import type { Json } from '#lib/engine/json.ts'
import type { DocumentOutput } from './finding.ts'

const words = text.reviews.document
const FIELDS = [
  'name',
  'birth_date',
  'document_type',
  'document_number',
  'issuing_country',
  'nationality',
  'sex',
  'expires_at',
] as const
const CODED: readonly string[] = ['document_type', 'sex']

/** What was read from a document, and which checks it passed; failed checks come first. */
export function DocumentFinding({ document }: { document: DocumentOutput }) {
  const read = FIELDS.map((field) => ({
    label: words.names[field],
    value: <Value value={CODED.includes(field) ? worded(document[field]) : document[field]} />,
  }))
  const checks = document.checks.toSorted((a, b) => Number(a.passed) - Number(b.passed))
  return (
    <div className="grid gap-x-8 gap-y-4 xl:grid-cols-2">
      <div className="grid content-start gap-2">
        <h3 className="font-medium text-ink-soft text-sm">{words.fields}</h3>
        <KeyValues items={read} />
      </div>
      <div className="grid content-start gap-2">
        <h3 className="font-medium text-ink-soft text-sm">{words.checks}</h3>
        <ul className="grid gap-1.5">
          {checks.map((check) => (
            <li key={check.code} className="flex gap-2">
              {check.passed ? (
                <CircleCheck aria-label={words.passed} role="img" className="mt-0.5 size-4 shrink-0 text-good" />
              ) : (
                <CircleX aria-label={words.notPassed} role="img" className="mt-0.5 size-4 shrink-0 text-bad" />
              )}
              <span className="wrap-anywhere min-w-0">
                <span className={check.passed ? undefined : 'font-medium text-bad'}>{humanize(check.code)}</span>
                {check.detail && <span className="text-ink-soft text-sm"> · {check.detail}</span>}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <p className="text-ink-soft text-sm xl:col-span-2">{words.caution}</p>
    </div>
  )
}

function worded(code: Json): Json {
  return typeof code === 'string' ? humanize(code) : code
}
