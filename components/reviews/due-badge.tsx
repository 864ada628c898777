'use client'

import { AlarmClock, TriangleAlert } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Time } from '#components/ui/time.tsx'
import { useNow } from '#components/ui/use-now.ts'

/** When a review is due, and whether that is past. `dueAt` is ISO 8601. */
export function DueBadge({ dueAt }: { dueAt: string }) {
  const now = useNow()
  const late = now !== null && Date.parse(dueAt) < now
  return (
    <Badge tone={late ? 'bad' : 'plain'} icon={late ? TriangleAlert : AlarmClock}>
      {late ? `${text.reviews.overdue} · ` : `${text.reviews.due} `}
      <Time at={dueAt} className="relative" />
    </Badge>
  )
}
