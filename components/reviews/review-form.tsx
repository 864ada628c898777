'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { ApiError } from '#components/data/api.ts'
import { FieldForm } from '#components/fields/field-form.tsx'
import { useFieldForm } from '#components/fields/use-field-form.ts'
import { text } from '#components/messages/text.ts'
import { useEnvironment } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { toast } from '#components/ui/toast.tsx'
import type { ReviewDetail } from '#lib/contracts/reviews.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { findNextReview, useDecide } from './queries.ts'
import { LostRaceNotice, RefusalNotice } from './refusal-notice.tsx'

/**
 * The pause's fields and decisions. What was typed is never thrown away: after a refusal or a lost race it stays,
 * to be corrected or copied.
 */
export function ReviewForm({ review }: { review: ReviewDetail }) {
  const form = useFieldForm(review.fields)
  const decide = useDecide(review.pauseId)
  const goOn = useGoOn(review.pauseId)
  const closed = review.status !== 'open'
  const waiting = decide.isPending || decide.isSuccess

  const send = (decision?: { name: string; label: string }) =>
    form.handleSubmit((data: JsonObject) => {
      const request = { data, ...(decision && { decision: decision.name }) }
      decide.mutate(request, {
        onError: (error) => {
          for (const { path, message } of fieldProblems(error, review)) form.setError(path, { message })
        },
        onSuccess: () => {
          toast.success(decision ? text.reviews.recorded(decision.label) : text.reviews.recordedPlain)
          void goOn()
        },
      })
    })()

  return (
    <form noValidate onSubmit={(event) => event.preventDefault()} className="grid gap-4 p-4">
      {decide.error && <RefusalNotice error={decide.error} review={review} />}
      {closed && decide.isIdle && <LostRaceNotice review={review} />}
      <FieldForm fields={review.fields} form={form} readOnly={closed} />
      {!closed && (
        <div className="grid gap-2">
          {review.decisions.length === 0 && (
            <Button variant="primary" size="lg" pending={waiting} onClick={() => void send()}>
              {text.reviews.submit}
            </Button>
          )}
          {review.decisions.map((decision, position) => (
            <Button
              key={decision.name}
              variant={position === 0 ? 'primary' : 'secondary'}
              size="lg"
              pending={waiting && decide.variables?.decision === decision.name}
              disabled={waiting}
              onClick={() => void send(decision)}
            >
              {decision.label}
            </Button>
          ))}
          <p className="text-ink-soft text-sm">{text.reviews.decisionNote}</p>
        </div>
      )}
    </form>
  )
}

/** Leads to the next open review, or to the queue, which then says that all is done; not who has gone elsewhere. */
function useGoOn(pauseId: string): () => Promise<void> {
  const queryClient = useQueryClient()
  const router = useRouter()
  const [environment] = useEnvironment()
  const here = useRef(false)

  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])

  return async () => {
    const next = await findNextReview(queryClient, environment, pauseId)
    if (here.current) router.push(next === null ? '/reviews' : `/reviews/${next}`)
  }
}

function fieldProblems(error: Error, review: ReviewDetail): { path: string; message: string }[] {
  if (!(error instanceof ApiError)) return []
  const names = new Set(review.fields.map(({ name }) => name))
  return error.details
    .map(({ path, message }) => ({ path: path.replace(/^data\./, ''), message }))
    .filter(({ path }) => names.has(path))
}
