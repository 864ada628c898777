'use client'

import { CircleCheck, ShieldAlert } from 'lucide-react'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { toast } from '#components/ui/toast.tsx'
import type { HitRequest, ReviewDetail } from '#lib/contracts/reviews.ts'
import type { Hit } from './finding.ts'
import { useDeed } from './queries.ts'

const words = text.reviews.hits
type Verdict = HitRequest['verdict']

/** What an officer makes of one possible match, and the form to say so with a reason. */
export function HitVerdict({ review, hit }: { review: ReviewDetail; hit: Hit }) {
  const [asking, setAsking] = useState<Verdict | null>(null)
  const said = review.timeline.findLast(
    ({ type, data }) => type === 'hit_judged' && data.list === hit.list && data.entryId === hit.entry_id,
  )
  const verdict = said && (said.data.verdict === 'confirmed' ? 'confirmed' : 'dismissed')
  const mayJudge = review.mayDecide.part !== null
  if (!verdict && !mayJudge) return null
  return (
    <div className="grid gap-2 border-t bg-sunken/50 p-3">
      {verdict && (
        <p className="flex flex-wrap items-center gap-2">
          <Badge
            tone={verdict === 'confirmed' ? 'bad' : 'good'}
            icon={verdict === 'confirmed' ? ShieldAlert : CircleCheck}
          >
            {words[verdict]}
          </Badge>
          <span className="wrap-anywhere text-sm">
            {typeof said?.data.reason === 'string' && said.data.reason}
            <span className="text-ink-soft"> {words.by(said?.actor?.name ?? '')}</span>
          </span>
        </p>
      )}
      {mayJudge && asking === null && (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" variant="danger" onClick={() => setAsking('confirmed')}>
            {words.confirm}
          </Button>
          <Button size="sm" onClick={() => setAsking('dismissed')}>
            {words.dismiss}
          </Button>
        </div>
      )}
      {mayJudge && asking !== null && (
        <VerdictForm review={review} hit={hit} verdict={asking} onDone={() => setAsking(null)} />
      )}
    </div>
  )
}

function VerdictForm({
  review,
  hit,
  verdict,
  onDone,
}: {
  review: ReviewDetail
  hit: Hit
  verdict: Verdict
  onDone(): void
}) {
  const [reason, setReason] = useState('')
  const deed = useDeed(review.pauseId)
  const send = () =>
    deed.mutate(
      { what: 'hits', body: { list: hit.list, entryId: hit.entry_id, verdict, reason } },
      { onSuccess: onDone, onError: (error) => void toast.error(error.message) },
    )
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim() !== '') send()
      }}
    >
      <Field label={`${verdict === 'confirmed' ? words.confirm : words.dismiss}: ${words.why}`} required>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            maxLength={4_000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" size="sm" variant="primary" pending={deed.isPending} disabled={reason.trim() === ''}>
          {words.save}
        </Button>
        <Button size="sm" variant="quiet" onClick={onDone}>
          {text.reviews.cancel}
        </Button>
      </div>
    </form>
  )
}
