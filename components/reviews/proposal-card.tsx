'use client'

import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { KeyValues } from '#components/ui/key-values.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { Time } from '#components/ui/time.tsx'
import { toast } from '#components/ui/toast.tsx'
import type { ReviewDetail } from '#lib/contracts/reviews.ts'
import { answerFacts } from './answer-facts.tsx'
import { useDeed } from './queries.ts'
import { RefusalNotice } from './refusal-notice.tsx'

type Proposal = NonNullable<ReviewDetail['proposal']>

/** The decision that waits for further people; whoever may confirm it also may return it. */
export function ProposalCard({
  review,
  proposal,
  confirm,
  pending,
  error,
}: {
  review: ReviewDetail
  proposal: Proposal
  confirm(): void
  pending: boolean
  error: Error | null
}) {
  const decision = review.decisions.find(({ name }) => name === proposal.decision)?.label ?? text.reviews.noDecision
  const missing = review.policy.peopleNeeded - 1 - proposal.confirmedBy.length
  return (
    <Card aria-labelledby="proposal-title">
      <CardHeader id="proposal-title" title={text.reviews.proposal} />
      <div className="grid gap-4 p-4">
        {error && <RefusalNotice error={error} review={review} />}
        <KeyValues
          items={[
            { label: text.reviews.decision, value: <strong className="font-semibold">{decision}</strong> },
            { label: text.reviews.proposalBy, value: proposal.by.name },
            { label: text.reviews.proposalAt, value: <Time at={proposal.at} /> },
            ...(proposal.confirmedBy.length > 0
              ? [{ label: text.reviews.confirmedBy, value: proposal.confirmedBy.map(({ name }) => name).join(', ') }]
              : []),
            ...answerFacts(review.fields, proposal.data),
          ]}
        />
        {review.mayDecide.part === 'confirm' ? (
          <div className="grid gap-2">
            <Button variant="primary" size="lg" pending={pending} onClick={confirm}>
              {text.reviews.confirm}: {decision}
            </Button>
            <GiveBack review={review} proposal={proposal} />
          </div>
        ) : (
          <Notice tone="busy" title={text.reviews.stillNeeded(missing)}>
            {review.mayDecide.reason}
          </Notice>
        )}
      </div>
    </Card>
  )
}

function GiveBack({ review, proposal }: { review: ReviewDetail; proposal: Proposal }) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const deed = useDeed(review.pauseId)
  const send = () =>
    deed.mutate(
      { what: 'return', body: { proposalId: proposal.id, reason } },
      {
        onSuccess: () => {
          setOpen(false)
          toast.success(text.reviews.givenBack)
        },
      },
    )
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="lg">{text.reviews.giveBack}</Button>
      </DialogTrigger>
      <DialogContent title={text.reviews.giveBackTitle} description={text.reviews.giveBackBody(proposal.by.name)}>
        <form
          className="mt-4 grid gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            if (reason.trim() !== '') send()
          }}
        >
          {deed.error && <RefusalNotice error={deed.error} review={review} />}
          <Field label={text.reviews.reasonField} required>
            {(control) => (
              <Textarea
                {...control}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
                maxLength={4_000}
              />
            )}
          </Field>
          <DialogActions>
            <DialogClose asChild>
              <Button>{text.reviews.cancel}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={deed.isPending} disabled={reason.trim() === ''}>
              {text.reviews.giveBack}
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  )
}
