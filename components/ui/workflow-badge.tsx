import { CircleCheck, CircleDashed, PencilLine } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Badge } from '#components/ui/badge.tsx'
import type { WorkflowBadge as BadgeView } from '#lib/contracts/workflows.ts'

/** Which version callers get, and whether the draft has moved on. */
export function WorkflowBadge({ badge }: { badge: BadgeView }) {
  switch (badge.state) {
    case 'not_deployed':
      return (
        <Badge tone="idle" icon={CircleDashed}>
          {text.workflows.notDeployed}
        </Badge>
      )
    case 'live':
      return (
        <Badge tone="good" icon={CircleCheck}>
          {text.workflows.live(badge.version)}
        </Badge>
      )
    case 'draft_ahead':
      return (
        <Badge tone="wait" icon={PencilLine}>
          {text.workflows.draftAhead(badge.version)}
        </Badge>
      )
    default:
      return badge satisfies never
  }
}
