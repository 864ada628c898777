'use client'

import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { ApiError } from '#components/data/api.ts'
import { useFieldForm } from '#components/fields/use-field-form.ts'
import { text } from '#components/messages/text.ts'
import { useEnvironment, useMay } from '#components/session/session.tsx'
import { buttonLook } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { type PageCommand, useOfferCommands } from '#components/ui/page-commands.ts'
import { toast } from '#components/ui/toast.tsx'
import type { ReviewDetail } from '#lib/contracts/reviews.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { HandCard, useClaim } from './hand-card.tsx'
import { forgetText, useKeptText } from './kept-text.ts'
import { ProposalCard } from './proposal-card.tsx'
import { type Answer, reviewDetail, useDecide } from './queries.ts'
import { ResolutionFacts } from './resolution-card.tsx'
import { ReviewForm } from './review-form.tsx'
import { useAutoAdvance } from './use-auto-advance.ts'
import { useGoNext } from './use-go-next.ts'

type Decision = { name: string; label: string }

/**
 * What a person does about a case: takes it in hand, confirms or decides. The form stays as long as the page does once
 * it has been there, so that what was typed is never thrown away.
 */
export function CasePanel({ review }: { review: ReviewDetail }) {
  const answering = useAnswering(review)
  const { claim } = useClaim(review.pauseId)
  const [environment] = useEnvironment()
  const { take } = useGoNext(environment)
  const { part } = review.mayDecide
  const [offered, setOffered] = useState(part !== null)
  if (part !== null && !offered) setOffered(true)
  const closed = review.status !== 'open'
  useCommands(review, { claim, take, decide: answering.send })

  return (
    <>
      {!closed && <HandCard review={review} />}
      {closed && (
        <Card aria-labelledby="resolution-title">
          <CardHeader id="resolution-title" title={text.reviews.resolution} />
          <div className="grid gap-4 p-4">
            <ResolutionFacts review={review} />
            <Link href="/reviews" className={buttonLook({ variant: 'secondary' })}>
              {text.reviews.next}
            </Link>
          </div>
        </Card>
      )}
      {review.proposal && (
        <ProposalCard
          review={review}
          proposal={review.proposal}
          confirm={answering.confirm}
          pending={answering.waiting}
          error={answering.confirming ? answering.error : null}
        />
      )}
      {!closed && part === null && !review.proposal && (
        <Notice tone="busy" title={review.mayDecide.held ? text.reviews.hand.title : text.reviews.notAllowed}>
          {review.mayDecide.reason}
        </Notice>
      )}
      {offered && !answering.done && (part !== null || closed || review.mayDecide.held) && (
        <ReviewForm review={review} answering={answering} />
      )}
    </>
  )
}

export type Answering = ReturnType<typeof useAnswering>

/** The form of a case and the ways to send it. */
function useAnswering(review: ReviewDetail) {
  const { pauseId } = review
  const form = useFieldForm(review.fields, review.proposal?.data)
  const decide = useDecide(pauseId)
  const queryClient = useQueryClient()
  const [environment] = useEnvironment()
  const { advance } = useGoNext(environment)
  const [autoAdvance] = useAutoAdvance()
  useKeptText(pauseId, form, review.status === 'open' && !decide.isSuccess)

  const put = (answer: Answer, label: string | undefined) =>
    decide.mutate(answer, {
      onError: (error) => {
        for (const { path, message } of fieldProblems(error, review)) form.setError(path, { message })
      },
      onSuccess: ({ counts }) => {
        forgetText(pauseId)
        toast.success(recorded(counts, label))
        if (autoAdvance) void advance(pauseId)
        else void queryClient.invalidateQueries({ queryKey: reviewDetail(pauseId).queryKey })
      },
    })
  const labelOf = (name: string | null) => review.decisions.find((decision) => decision.name === name)?.label
  return {
    form,
    error: decide.error,
    idle: decide.isIdle,
    done: decide.isSuccess && review.status !== 'open',
    waiting: decide.isPending || (decide.isSuccess && review.status === 'open' && autoAdvance),
    confirming: decide.variables !== undefined && 'proposalId' in decide.variables,
    sent: decide.variables && 'data' in decide.variables ? decide.variables.decision : undefined,
    send: (decision?: Decision) => {
      const put1 = (data: JsonObject) => put({ data, ...(decision && { decision: decision.name }) }, decision?.label)
      void form.handleSubmit(put1)()
    },
    confirm: () => {
      const { proposal } = review
      if (proposal) put({ proposalId: proposal.id }, labelOf(proposal.decision))
    },
  }
}

function recorded(counts: boolean, label: string | undefined): string {
  if (label === undefined) return text.reviews.recordedPlain
  return counts ? text.reviews.recorded(label) : text.reviews.proposed(label)
}

function fieldProblems(error: Error, review: ReviewDetail): { path: string; message: string }[] {
  if (!(error instanceof ApiError)) return []
  const names = new Set(review.fields.map(({ name }) => name))
  return error.details
    .map(({ path, message }) => ({ path: path.replace(/^data\./, ''), message }))
    .filter(({ path }) => names.has(path))
}

/** As many decisions have a key of their own. */
const DIGITS = 9

function useCommands(
  review: ReviewDetail,
  act: { claim(): void; take(): void; decide(decision?: Decision): void },
): void {
  const mayDecide = useMay('reviews:decide')
  const { part } = review.mayDecide
  const { group, claim, next, decide } = text.reviews.commands
  const commands = useMemo<PageCommand[]>(() => {
    if (!mayDecide) return []
    return [
      { id: 'claim', label: claim, group, keys: ['c'], enabled: part !== null && !review.holder, run: act.claim },
      { id: 'next', label: next, group, keys: ['n'], enabled: true, run: act.take },
      ...review.decisions.slice(0, DIGITS).map((decision, position) => ({
        id: `decide-${decision.name}`,
        label: decide(decision.label),
        group,
        keys: [String(position + 1)],
        enabled: part !== null,
        run: () => act.decide(decision),
      })),
    ]
  }, [mayDecide, part, review.holder, review.decisions, act.claim, act.take, act.decide, group, claim, next, decide])
  useOfferCommands(commands)
}
