import Link from 'next/link'
import { text } from '#components/messages/text.ts'
import { Notice } from '#components/ui/notice.tsx'
import type { DeployPreview } from '#lib/contracts/workflows.ts'
import { useEditor } from '../editor-context.tsx'

type Place = DeployPreview['environments'][number]

/** Whom a deploy touches: executions that go on with what they began with, and workflows that run this one. */
export function DeployImpact({ places }: { places: readonly Place[] }) {
  if (places.length === 0) return null
  return (
    <section aria-label={text.versions.impact} className="grid gap-2">
      <h3 className="font-medium">{text.versions.impact}</h3>
      {places.map((place) => (
        <div key={place.environment} className="grid gap-1">
          {places.length > 1 && (
            <h4 className="text-ink-soft text-sm">{text.shell.environmentNames[place.environment]}</h4>
          )}
          <Staying place={place} />
          <Callers place={place} />
          {place.missing.length > 0 && (
            <Notice
              tone="wait"
              title={text.versions.missing(
                text.versions.summary.and(place.missing),
                text.shell.environmentNames[place.environment],
              )}
            />
          )}
        </div>
      ))}
    </section>
  )
}

function Staying({ place: { staying } }: { place: Place }) {
  const { workflow } = useEditor()
  if (staying.length === 0) return <p className="text-ink-soft">{text.versions.stayingNone}</p>
  return (
    <ul className="grid gap-0.5">
      {staying.map(({ number, paused, running }) => (
        <li key={number ?? 'draft'}>
          <Link href={`/executions?workflow=${workflow.id}`} target="_blank" className="underline underline-offset-4">
            {text.versions.staying(
              paused + running,
              number === null ? text.versions.drafts : text.versions.short(number),
            )}
          </Link>{' '}
          <span className="text-ink-soft text-sm">({text.versions.stayingBody(paused, running)})</span>
        </li>
      ))}
    </ul>
  )
}

function Callers({ place: { callers } }: { place: Place }) {
  if (callers.length === 0) return <p className="text-ink-soft">{text.versions.callersNone}</p>
  return (
    <div>
      <p>{text.versions.callers(callers.length)}</p>
      <ul className="mt-0.5 list-disc pl-5">
        {callers.map(({ id, name, blocks }) => (
          <li key={id}>
            <Link href={`/designer/${id}`} target="_blank" className="underline underline-offset-4">
              {name}
            </Link>{' '}
            <span className="text-ink-soft text-sm">
              {text.versions.callerBlocks(text.versions.summary.and(blocks))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
