import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  CircleSlash,
  CircleX,
  Clock,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  RefreshCwOff,
} from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Badge, type Tone } from './badge.tsx'

export type Status = keyof typeof text.status
type Look = { tone: Tone; icon: LucideIcon; spin?: boolean }

/** Tone and icon of every status, so that none speaks by colour alone. */
export const STATUS_LOOKS: Record<Status, Look> = {
  queued: { tone: 'idle', icon: Clock },
  running: { tone: 'busy', icon: LoaderCircle, spin: true },
  paused: { tone: 'wait', icon: CirclePause },
  cancelling: { tone: 'busy', icon: LoaderCircle, spin: true },
  completed: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
  cancelled: { tone: 'idle', icon: Ban },
  aborted_looping_risk: { tone: 'bad', icon: RefreshCwOff },
  timed_out: { tone: 'bad', icon: Hourglass },
  skipped: { tone: 'idle', icon: CircleDashed },
  open: { tone: 'wait', icon: CircleDot },
  resolved: { tone: 'good', icon: CircleCheck },
  expired: { tone: 'bad', icon: Hourglass },
  active: { tone: 'good', icon: CircleCheck },
  suspended: { tone: 'wait', icon: CircleAlert },
  revoked: { tone: 'bad', icon: CircleSlash },
}

/** Where something stands, in colour, icon and words. */
export function StatusBadge({ status, className }: { status: Status; className?: string }) {
  const { tone, icon, spin } = STATUS_LOOKS[status]
  return (
    <Badge tone={tone} icon={icon} spin={spin ?? false} {...(className && { className })}>
      {text.status[status]}
    </Badge>
  )
}
