'use client'

import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { Time } from '#components/ui/time.tsx'
import { toast } from '#components/ui/toast.tsx'
import type { ReviewDetail, TimelineEntry } from '#lib/contracts/reviews.ts'
import { humanize } from '#lib/engine/fields.ts'
import { useDeed } from './queries.ts'

const words = text.reviews.timeline

/** Who did what to the case, with room to say something. */
export function CaseTimeline({ review }: { review: ReviewDetail }) {
  const decisions = new Map(review.decisions.map(({ name, label }) => [name, label]))
  return (
    <Card aria-labelledby="timeline-title">
      <CardHeader id="timeline-title" title={words.title} />
      <ol className="grid gap-3 p-4">
        {review.timeline.map((entry) => (
          <li key={entry.id} className="grid gap-1 border-l-2 pl-3">
            <p className="flex flex-wrap items-baseline gap-x-1.5">
              {entry.actor && entry.type !== 'opened' && <span className="font-medium">{entry.actor.name}</span>}
              <span className={entry.actor ? undefined : 'font-medium'}>{words.deeds[entry.type]}</span>
              <span className="text-ink">{detailOf(entry, decisions)}</span>
              <Time at={entry.at} className="ml-auto text-ink-soft text-sm" />
            </p>
            <Words entry={entry} />
          </li>
        ))}
      </ol>
      {review.kind !== 'input' && <CommentForm pauseId={review.pauseId} />}
    </Card>
  )
}

/** What an entry was about, in a few words. */
function detailOf({ type, data }: TimelineEntry, decisions: ReadonlyMap<string, string>): string {
  const said = (name: string) => (typeof data[name] === 'string' ? data[name] : '')
  switch (type) {
    case 'assigned':
      return words.to(said('name'))
    case 'attached':
      return said('name')
    case 'prioritised':
      return text.reviews.priorities[Number(data.priority)] ?? ''
    case 'hit_judged':
      return `${said('list')} ${said('entryId')}: ${said('verdict') === 'confirmed' ? text.reviews.hits.confirmed : text.reviews.hits.dismissed}`
    case 'snoozed':
      return data.until === null ? words.takenUp : ''
    case 'proposed':
    case 'changed':
    case 'confirmed':
    case 'decided':
      return decisions.get(said('decision')) ?? humanize(said('decision'))
    default:
      return ''
  }
}

function Words({ entry: { type, data } }: { entry: TimelineEntry }) {
  const said = type === 'commented' ? data.text : type === 'returned' || type === 'hit_judged' ? data.reason : null
  if (type === 'snoozed' && typeof data.until === 'string') {
    return (
      <p className="text-ink-soft text-sm">
        {text.reviews.snoozedUntil} <Time at={data.until} />
      </p>
    )
  }
  if (typeof said !== 'string') return null
  return <p className="wrap-anywhere whitespace-pre-wrap rounded-md bg-sunken px-3 py-2">{said}</p>
}

function CommentForm({ pauseId }: { pauseId: string }) {
  const [comment, setComment] = useState('')
  const deed = useDeed(pauseId)
  const send = () =>
    deed.mutate(
      { what: 'comments', body: { text: comment } },
      { onSuccess: () => setComment(''), onError: (error) => void toast.error(error.message) },
    )
  return (
    <form
      className="grid gap-2 border-t p-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (comment.trim() !== '') send()
      }}
    >
      <Field label={words.comment} help={words.commentHelp} required>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={comment}
            maxLength={4_000}
            onChange={(event) => setComment(event.target.value)}
          />
        )}
      </Field>
      <Button
        type="submit"
        size="sm"
        className="justify-self-start"
        pending={deed.isPending}
        disabled={comment.trim() === ''}
      >
        {words.addComment}
      </Button>
    </form>
  )
}
