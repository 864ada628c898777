import { ChevronRight } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { Prose } from './prose.tsx'
import { limitsText, type Member, membersOf, typeText } from './schema-text.ts'

const DEEPEST = 5

/** The members of a schema, each with what it may hold; objects unfold. */
export function SchemaView({ schema, level = 0 }: { schema: JsonObject; level?: number }) {
  const members = membersOf(schema)
  if (members.length === 0) return <p className="font-mono text-ink-soft text-sm">{typeText(schema)}</p>
  return (
    <ul className="grid">
      {members.map((member) => (
        <li key={member.name} className="border-t py-2 first:border-t-0">
          <MemberView member={member} level={level} />
        </li>
      ))}
    </ul>
  )
}

function MemberView({ member: { name, required, schema }, level }: { member: Member; level: number }) {
  const nested = level < DEEPEST && membersOf(schema).length > 0
  return (
    <div className="grid gap-1">
      <MemberLine name={name} required={required} schema={schema} />
      {nested && (
        <details>
          <summary className="flex w-fit list-none items-center gap-1 rounded-sm text-pen text-sm [&::-webkit-details-marker]:hidden">
            <ChevronRight
              aria-hidden="true"
              className="size-4 transition-transform [details[open]>summary>&]:rotate-90"
            />
            {text.docs.moreFields(name)}
          </summary>
          <div className="mt-1 ml-1.5 border-l pl-4">
            <SchemaView schema={schema} level={level + 1} />
          </div>
        </details>
      )}
    </div>
  )
}

/** Name, kind, limits and meaning of one value. */
export function MemberLine({
  name,
  required,
  schema,
  place,
}: {
  name: string
  required: boolean
  schema: JsonObject
  place?: string
}) {
  const limits = limitsText(schema)
  return (
    <>
      <p className="wrap-anywhere flex flex-wrap items-baseline gap-x-2">
        <code className="font-medium font-mono text-ink text-sm">{name}</code>
        <span className="text-ink-soft text-sm">{typeText(schema)}</span>
        {place && <span className="text-ink-faint text-sm">{place}</span>}
        {required && <span className="text-sm text-wait">{text.docs.required}</span>}
      </p>
      {limits.length > 0 && <p className="wrap-anywhere text-ink-faint text-sm">{limits.join(' · ')}</p>}
      {typeof schema.description === 'string' && <Prose>{schema.description}</Prose>}
    </>
  )
}
