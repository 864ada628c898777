'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleDashed } from 'lucide-react'
import Link from 'next/link'
import { text } from '#components/messages/text.ts'
import { useEnvironment, useMay } from '#components/session/session.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { homeReviews, homeWorkflows } from './queries.ts'

type Step = { title: string; body: string; href: string; done: boolean }

/** What to try first; steps tick themselves off, and the list goes away when all are done. */
export function FirstSteps() {
  const steps = useSteps()
  const done = steps?.filter((step) => step.done).length ?? 0
  if (!steps || done === steps.length) return null
  return (
    <Card aria-labelledby="steps-title">
      <CardHeader id="steps-title" title={text.home.steps}>
        <span className="tabular text-ink-soft text-sm">{text.home.stepsDone(done, steps.length)}</span>
      </CardHeader>
      <ol className="p-2">
        {steps.map((step) => (
          <li key={step.title} className="relative flex gap-3 rounded-md px-2 py-2.5 hover:bg-hover/60">
            {step.done ? (
              <CircleCheck aria-hidden="true" className="mt-0.5 size-4.5 shrink-0 text-good" />
            ) : (
              <CircleDashed aria-hidden="true" className="mt-0.5 size-4.5 shrink-0 text-ink-faint" />
            )}
            <span className="grid gap-0.5">
              <Link href={step.href} className="rounded-sm font-medium after:absolute after:inset-0">
                <span className="sr-only">{step.done ? text.home.stepDone : text.home.stepOpen} </span>
                {step.title}
              </Link>
              <span className="text-ink-soft text-sm">{step.body}</span>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}

/** The steps a person may take, or `null` until it is known which are done. */
function useSteps(): Step[] | null {
  const [environment] = useEnvironment()
  const mayRead = useMay('reviews:read')
  const workflows = useQuery(homeWorkflows(environment))
  const decided = useQuery(homeReviews(environment, 'done', 1, mayRead))
  if (!workflows.data || (mayRead && !decided.data)) return null
  const list = workflows.data.data
  const deploy: Step = {
    title: text.home.stepDeploy,
    body: text.home.stepDeployBody,
    href: '/workflows',
    done: list.some(({ badge }) => badge.state !== 'not_deployed'),
  }
  const run: Step = {
    title: text.home.stepRun,
    body: text.home.stepRunBody,
    href: '/executions',
    done: list.some(({ lastExecution }) => lastExecution !== null),
  }
  const review: Step = {
    title: text.home.stepReview,
    body: text.home.stepReviewBody,
    href: '/reviews',
    done: (decided.data?.data.length ?? 0) > 0,
  }
  return mayRead ? [deploy, run, review] : [deploy, run]
}
