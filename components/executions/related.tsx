import Link from 'next/link'
import { text } from '#components/messages/text.ts'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import type { ExecutionDetail, ExecutionLink } from '#lib/contracts/executions.ts'

/** Executions this one came from or started. */
export function Related({ detail }: { detail: ExecutionDetail }) {
  const links = [
    ...linkTo(text.executions.parent, detail.parent),
    ...linkTo(text.executions.source, detail.source),
    ...linkTo(text.executions.replayOf, detail.replayOf),
    ...detail.children.map((child) => ({ relation: text.executions.child, execution: child })),
  ]
  if (links.length === 0) return null
  return (
    <Card aria-labelledby="related-title">
      <CardHeader id="related-title" title={text.executions.related} />
      <ul className="divide-y">
        {links.map(({ relation, execution }) => (
          <li key={`${relation}:${execution.id}`} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
            <span className="w-24 shrink-0 text-ink-soft text-sm">{relation}</span>
            <Link
              href={`/executions/${execution.id}`}
              className="min-w-0 flex-1 truncate rounded-sm font-medium underline-offset-4 hover:underline"
            >
              {execution.workflowName}
            </Link>
            <StatusBadge status={execution.status} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function linkTo(relation: string, execution: ExecutionLink | null) {
  return execution === null ? [] : [{ relation, execution }]
}
