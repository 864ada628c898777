import Link from 'next/link'
import { text } from '#components/messages/text.ts'
import { buttonLook } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { Time } from '#components/ui/time.tsx'
import type { ExecutionPauseView } from '#lib/contracts/executions.ts'
import { reviewKindSchema } from '#lib/contracts/reviews.ts'
import { humanize } from '#lib/engine/fields.ts'

/** Where the execution waited or waits, for what, and who ended it. */
export function Pauses({ pauses }: { pauses: readonly ExecutionPauseView[] }) {
  if (pauses.length === 0) return null
  return (
    <Card aria-labelledby="pauses-title">
      <CardHeader id="pauses-title" title={text.executions.pauses} />
      <ul className="divide-y">
        {pauses.map((pause) => (
          <li key={pause.id} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
            <div className="grid min-w-0 flex-1 basis-60 gap-0.5">
              <span className="font-medium">{pause.title}</span>
              <span className="text-ink-soft text-sm">
                {text.executions.pauseKinds[pause.kind]} · {pause.reason ? `${humanize(pause.reason)} · ` : ''}
                <Time at={pause.openedAt} />
              </span>
              {pause.resolvedBy && (
                <span className="text-sm">
                  {text.executions.decided(humanize(pause.decision ?? pause.status), pause.resolvedBy.name)}
                </span>
              )}
            </div>
            <StatusBadge status={pause.status} />
            {reviewKindSchema.safeParse(pause.kind).success && (
              <Link
                href={`/reviews/${pause.id}`}
                className={buttonLook({ variant: pause.status === 'open' ? 'primary' : 'secondary', size: 'sm' })}
              >
                {text.executions.openReview}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
