import { CircleAlert, CircleCheck, CircleX, Info } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

const LOOKS = {
  good: { icon: CircleCheck, className: 'bg-good-wash text-good' },
  wait: { icon: CircleAlert, className: 'bg-wait-wash text-wait' },
  bad: { icon: CircleX, className: 'bg-bad-wash text-bad' },
  busy: { icon: Info, className: 'bg-busy-wash text-busy' },
} as const

/** A few sentences that must be read before going on; with `announce` screen readers say them at once. */
export function Notice({
  tone,
  title,
  announce,
  className,
  children,
}: {
  tone: keyof typeof LOOKS
  title: ReactNode
  announce?: boolean
  className?: string
  children?: ReactNode
}) {
  const { icon: Icon, className: look } = LOOKS[tone]
  return (
    <div role={announce ? 'alert' : undefined} className={cn('flex gap-2.5 rounded-md px-3 py-2.5', look, className)}>
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="wrap-anywhere grid min-w-0 gap-0.5">
        <p className="font-medium">{title}</p>
        {children && <div className="text-ink">{children}</div>}
      </div>
    </div>
  )
}
