import { cva, type VariantProps } from 'class-variance-authority'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

const badgeLook = cva(
  'inline-flex h-6 max-w-full items-center gap-1.5 whitespace-nowrap rounded-full px-2 font-medium text-xs [&_svg]:size-3.5 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        good: 'bg-good-wash text-good',
        wait: 'bg-wait-wash text-wait',
        bad: 'bg-bad-wash text-bad',
        busy: 'bg-busy-wash text-busy',
        idle: 'bg-idle-wash text-idle',
        pen: 'bg-pen-wash text-pen',
        plain: 'border border-line-strong/50 text-ink-soft',
      },
    },
    defaultVariants: { tone: 'idle' },
  },
)

export type Tone = NonNullable<VariantProps<typeof badgeLook>['tone']>

/** A short word about something's kind or state; the tone never speaks without icon or text. */
export function Badge({
  tone,
  icon: Icon,
  spin,
  className,
  children,
}: {
  tone?: Tone
  icon?: LucideIcon
  spin?: boolean
  className?: string
  children: ReactNode
}) {
  return (
    <span className={cn(badgeLook({ tone }), className)}>
      {Icon && <Icon aria-hidden="true" className={cn(spin && 'animate-spin')} />}
      <span className="truncate">{children}</span>
    </span>
  )
}
