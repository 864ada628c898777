'use client'

import { useId } from 'react'
import { FieldForm } from '#components/fields/field-form.tsx'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { Label } from '#components/ui/label.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { ReviewDetail } from '#lib/contracts/reviews.ts'
import { AttachFile } from './attach-file.tsx'
import type { Answering } from './case-panel.tsx'
import { LostRaceNotice, RefusalNotice } from './refusal-notice.tsx'
import { useAutoAdvance } from './use-auto-advance.ts'

/** The pause's fields and decisions; after a refusal or a lost race it keeps what was typed, to be corrected or copied. */
export function ReviewForm({ review, answering }: { review: ReviewDetail; answering: Answering }) {
  const { form, error, waiting } = answering
  const closed = review.status !== 'open'
  const { part } = review.mayDecide
  const title = review.decisions.length > 0 ? text.reviews.form : text.reviews.formTask
  return (
    <Card aria-labelledby="form-title">
      <CardHeader id="form-title" title={part === 'confirm' ? text.reviews.decideOtherwise : title} />
      <form noValidate onSubmit={(event) => event.preventDefault()} className="grid gap-4 p-4">
        {review.policy.peopleNeeded > 1 && !closed && part === 'propose' && (
          <Notice tone="busy" title={text.reviews.peopleNeeded(review.policy.peopleNeeded)} />
        )}
        {part === 'confirm' && <p className="text-ink-soft">{text.reviews.decideOtherwiseBody}</p>}
        {error && !answering.confirming && <RefusalNotice error={error} review={review} />}
        {closed && answering.idle && <LostRaceNotice review={review} />}
        <FieldForm fields={review.fields} form={form} readOnly={closed} />
        {!closed && <AttachFile pauseId={review.pauseId} />}
        {!closed && (
          <div className="grid gap-2">
            {review.decisions.length === 0 && (
              <Button variant="primary" size="lg" pending={waiting} onClick={() => answering.send()}>
                {text.reviews.submit}
              </Button>
            )}
            {review.decisions.map((decision, position) => (
              <DecisionButton
                key={decision.name}
                decision={decision}
                position={position}
                primary={position === 0 && part !== 'confirm'}
                pending={waiting && answering.sent === decision.name}
                disabled={waiting}
                onDecide={() => answering.send(decision)}
              />
            ))}
            <p className="text-ink-soft text-sm">
              {review.policy.peopleNeeded > 1 ? text.reviews.proposalNote : text.reviews.decisionNote}
            </p>
            <AutoAdvance />
          </div>
        )}
      </form>
    </Card>
  )
}

function DecisionButton({
  decision,
  position,
  primary,
  pending,
  disabled,
  onDecide,
}: {
  decision: ReviewDetail['decisions'][number]
  position: number
  primary: boolean
  pending: boolean
  disabled: boolean
  onDecide(): void
}) {
  const id = useId()
  const { leadsTo } = decision
  return (
    <div className="grid gap-1">
      <Button
        variant={primary ? 'primary' : 'secondary'}
        size="lg"
        pending={pending}
        disabled={disabled}
        aria-describedby={leadsTo ? id : undefined}
        onClick={onDecide}
      >
        {decision.label}
        {position < 9 && (
          <span aria-hidden="true">
            <Kbd>{position + 1}</Kbd>
          </span>
        )}
      </Button>
      {leadsTo && (
        <p id={id} className="text-center text-ink-soft text-xs">
          {leadsTo.asksAgain ? text.reviews.asksAgain(leadsTo.blockName) : text.reviews.leadsTo(leadsTo.blockName)}
        </p>
      )}
    </div>
  )
}

function AutoAdvance() {
  const [on, setOn] = useAutoAdvance()
  const id = useId()
  return (
    <div className="flex items-center gap-2.5 border-t pt-3">
      <Checkbox id={id} checked={on} onCheckedChange={(checked) => setOn(checked === true)} />
      <Label htmlFor={id} className="font-normal">
        {text.reviews.autoAdvance}
      </Label>
    </div>
  )
}
