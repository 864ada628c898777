'use client'

import { Ellipsis, Hand } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { useMay, useSession } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { toast } from '#components/ui/toast.tsx'
import { PRIORITIES, type ReviewDetail } from '#lib/contracts/reviews.ts'
import { useDeed, useReviewers } from './queries.ts'
import { snoozeChoices } from './snooze.ts'

const words = text.reviews.hand

/** Claims a review, with a word on how that went. */
export function useClaim(pauseId: string) {
  const deed = useDeed(pauseId)
  const claim = () =>
    deed.mutate(
      { what: 'claim', body: {} },
      { onSuccess: () => void toast.success(words.claimed), onError: (error) => void toast.error(error.message) },
    )
  return { claim, pending: deed.isPending }
}

/** Who has the review in hand, and what can be done about that. */
export function HandCard({ review }: { review: ReviewDetail }) {
  const { user } = useSession()
  const mayDecide = useMay('reviews:decide')
  const { claim, pending } = useClaim(review.pauseId)
  const deed = useDeed(review.pauseId)
  const { holder } = review
  const mine = holder?.id === user.id

  const release = () =>
    deed.mutate(
      { what: 'assignee', body: { userId: null } },
      { onSuccess: () => void toast.success(words.released), onError: (error) => void toast.error(error.message) },
    )
  return (
    <Card aria-label={words.title} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
      <Hand aria-hidden="true" className="size-4 shrink-0 text-ink-soft" />
      <p className="min-w-0 flex-1 truncate font-medium">
        {mine ? words.you : holder ? words.other(holder.name) : words.nobody}
      </p>
      {mayDecide && (
        <span className="flex items-center gap-1">
          {!holder && review.mayDecide.part && (
            <Button size="sm" pending={pending} onClick={claim}>
              {words.claim}
              <Kbd>c</Kbd>
            </Button>
          )}
          {mine && (
            <Button size="sm" pending={deed.isPending} onClick={release}>
              {words.release}
            </Button>
          )}
          <MoreActions review={review} />
        </span>
      )}
    </Card>
  )
}

function MoreActions({ review }: { review: ReviewDetail }) {
  const deed = useDeed(review.pauseId)
  const people = useReviewers()
  const told = (message?: string) => ({
    onSuccess: () => void (message && toast.success(message)),
    onError: (error: Error) => void toast.error(error.message),
  })
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="quiet" size="icon-sm" aria-label={words.more}>
          <Ellipsis aria-hidden="true" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuLabel>{words.assignTo}</DropdownMenuLabel>
        {people
          .filter(({ id }) => id !== review.holder?.id)
          .map(({ id, name, away }) => (
            <DropdownMenuItem
              key={id}
              onSelect={() => deed.mutate({ what: 'assignee', body: { userId: id } }, told(words.assigned(name)))}
            >
              {name}
              {away && <span className="ml-auto text-ink-soft text-xs">{words.away}</span>}
            </DropdownMenuItem>
          ))}
        <DropdownMenuSeparator />
        <DropdownMenuLabel>{words.snooze}</DropdownMenuLabel>
        {review.snoozedUntil && (
          <DropdownMenuItem onSelect={() => deed.mutate({ what: 'snooze', body: { until: null } }, told())}>
            {words.unsnooze}
          </DropdownMenuItem>
        )}
        {snoozeChoices(new Date()).map(({ label, until }) => (
          <DropdownMenuItem
            key={label}
            onSelect={() => deed.mutate({ what: 'snooze', body: { until: until.toISOString() } }, told())}
          >
            {label}
          </DropdownMenuItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuLabel>{text.reviews.priority}</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={String(review.priority)}
          onValueChange={(value) => deed.mutate({ what: 'priority', body: { priority: Number(value) } }, told())}
        >
          {PRIORITIES.map((priority) => (
            <DropdownMenuRadioItem key={priority} value={String(priority)}>
              {text.reviews.priorities[priority]}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
