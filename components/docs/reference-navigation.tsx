'use client'

import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Input } from '#components/ui/input.tsx'
import type { Reference } from '#lib/contracts/reference.ts'
import { Method } from './operation-view.tsx'

const LINK = 'block rounded-md px-2 py-1 text-ink-soft text-sm hover:bg-hover hover:text-ink'

/** Leads to every part of the reference; what is typed narrows the operations. On phones it folds away. */
export function ReferenceNavigation({ apis }: { apis: Reference['apis'] }) {
  return (
    <>
      <aside className="sticky top-13 hidden max-h-[calc(100dvh-3.25rem)] overflow-y-auto border-r p-3 lg:block">
        <Contents apis={apis} />
      </aside>
      <details className="border-b bg-surface px-4 py-2 lg:hidden">
        <summary className="font-medium">{text.docs.contents}</summary>
        <div className="pt-2">
          <Contents apis={apis} />
        </div>
      </details>
    </>
  )
}

function Contents({ apis }: { apis: Reference['apis'] }) {
  const [wanted, setWanted] = useState('')
  const shown = apis
    .map(({ operations, ...api }) => ({
      ...api,
      operations: operations.filter((operation) => fits(operation, wanted)),
    }))
    .filter(({ operations }) => operations.length > 0)
  return (
    <nav aria-label={text.docs.contents} className="grid gap-4">
      <Input
        type="search"
        aria-label={text.docs.search}
        placeholder={text.docs.search}
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      {wanted === '' && (
        <ul>
          <li>
            <a href="#start" className={LINK}>
              {text.docs.start}
            </a>
          </li>
          <li>
            <a href="#basics" className={LINK}>
              {text.docs.basics}
            </a>
          </li>
        </ul>
      )}
      {shown.map(({ name, operations }) => (
        <div key={name}>
          <a href={`#api-${name}`} className="block rounded-sm px-2 pb-1 font-semibold text-sm">
            {text.docs.names[name]}
          </a>
          <ul>
            {operations.map(({ id, method, summary }) => (
              <li key={id}>
                <a href={`#${id}`} className={`${LINK} flex items-baseline gap-2`}>
                  <span className="w-11 shrink-0 font-mono text-xs">
                    <Method method={method} />
                  </span>
                  {summary}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {shown.length === 0 && (
        <p role="status" className="px-2 text-ink-soft text-sm">
          {text.docs.noMatch}
        </p>
      )}
    </nav>
  )
}

/** Whether every word typed is part of an operation's name or address. */
function fits({ summary, path, method, id }: Reference['apis'][number]['operations'][number], wanted: string): boolean {
  const where = `${summary} ${method} ${path} ${id}`.toLowerCase()
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => where.includes(word))
}
