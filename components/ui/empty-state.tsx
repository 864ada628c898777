import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** Says that there is nothing here, why, and what to do next. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
}: {
  icon: LucideIcon
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="grid justify-items-center gap-1 px-4 py-12 text-center">
      <Icon aria-hidden="true" className="mb-2 size-6 text-ink-faint" strokeWidth={1.5} />
      <p className="font-semibold text-ink">{title}</p>
      {children && <p className="max-w-md text-ink-soft">{children}</p>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  )
}
