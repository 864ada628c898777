'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { text } from '#components/messages/text.ts'
import { useEnvironment } from '#components/session/session.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { Time } from '#components/ui/time.tsx'
import { homeOverview } from './queries.ts'

const LINE = 'relative flex min-h-11 items-center gap-3 px-4 py-1.5 hover:bg-hover/60'
const NAME = 'block truncate rounded-sm font-medium after:absolute after:inset-0'

/** Workflows that failed in the last day, each leading to its failures by cause; nothing where none did. */
export function Failing() {
  const [environment] = useEnvironment()
  const { data } = useQuery(homeOverview(environment))
  if (!data || data.failing.length === 0) return null
  return (
    <Card aria-labelledby="failing-title">
      <CardHeader id="failing-title" title={text.home.failing} />
      <ul className="divide-y">
        {data.failing.map(({ workflow, many, lastAt }) => (
          <li key={workflow.id} className={LINE}>
            <span className="min-w-0 flex-1">
              <Link href={`/executions?show=failures&workflow=${workflow.id}&time=day`} className={NAME}>
                {workflow.name}
              </Link>
            </span>
            <Time at={lastAt} className="relative text-ink-soft text-sm" />
            <span className="tabular font-semibold text-bad">{text.home.failures(many)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** The versions made active last. */
export function Deploys() {
  const [environment] = useEnvironment()
  const { data } = useQuery(homeOverview(environment))
  if (!data || data.deploys.length === 0) return null
  return (
    <Card aria-labelledby="deploys-title">
      <CardHeader id="deploys-title" title={text.home.deploys} />
      <ul className="divide-y">
        {data.deploys.map(({ workflow, number, at, by }) => (
          <li key={workflow.id} className={LINE}>
            <span className="grid min-w-0 flex-1">
              <Link href={`/designer/${workflow.id}`} className={NAME}>
                {workflow.name}
              </Link>
              <span className="truncate text-ink-soft text-sm">
                {[text.common.version(number), by].filter(Boolean).join(' · ')}
              </span>
            </span>
            <Time at={at} className="relative text-ink-soft text-sm" />
          </li>
        ))}
      </ul>
    </Card>
  )
}
