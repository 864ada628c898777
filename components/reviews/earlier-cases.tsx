import Link from 'next/link'
import { text } from '#components/messages/text.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { Time } from '#components/ui/time.tsx'
import type { ReviewDetail } from '#lib/contracts/reviews.ts'
import { humanize } from '#lib/engine/fields.ts'

/** Other reviews about the same subject, and what came of them. */
export function EarlierCases({ cases }: { cases: ReviewDetail['earlier'] }) {
  return (
    <Card aria-labelledby="earlier-title">
      <CardHeader id="earlier-title" title={text.reviews.earlier.title}>
        <span className="tabular text-ink-soft text-sm">{cases.length}</span>
      </CardHeader>
      <ul className="divide-y">
        {cases.map((earlier) => (
          <li key={earlier.pauseId} className="relative flex items-center gap-3 px-4 py-2 hover:bg-hover/60">
            <span className="min-w-0 flex-1">
              <Link
                href={`/reviews/${earlier.pauseId}`}
                className="block truncate rounded-sm font-medium after:absolute after:inset-0"
              >
                {earlier.title}
              </Link>
              <span className="block truncate text-ink-soft text-sm">
                {[earlier.workflowName, earlier.resolvedBy?.name].filter(Boolean).join(' · ')}
              </span>
            </span>
            {earlier.decision ? (
              <Badge tone="plain">{humanize(earlier.decision)}</Badge>
            ) : (
              <StatusBadge status={earlier.status} />
            )}
            <Time at={earlier.resolvedAt ?? earlier.openedAt} className="relative text-ink-soft text-sm" />
          </li>
        ))}
      </ul>
    </Card>
  )
}
