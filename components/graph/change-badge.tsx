import { CircleMinus, CirclePlus, type LucideIcon, PencilLine } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import type { Change } from './to-flow.ts'

/** How each change is shown; what was removed is dashed too, so that colour never speaks alone. */
export const CHANGE_LOOKS: Record<Change, { tone: Tone; icon: LucideIcon; frame: string }> = {
  added: { tone: 'good', icon: CirclePlus, frame: 'border-2 border-good' },
  removed: { tone: 'bad', icon: CircleMinus, frame: 'border-2 border-bad border-dashed bg-sunken' },
  changed: { tone: 'wait', icon: PencilLine, frame: 'border-2 border-wait' },
}

/** What became of a block between two graphs, on its upper border. */
export function ChangeBadge({ change }: { change: Change }) {
  const { tone, icon } = CHANGE_LOOKS[change]
  return (
    <Badge tone={tone} icon={icon} className="-top-3 absolute right-2">
      {text.graph.changes[change]}
    </Badge>
  )
}
