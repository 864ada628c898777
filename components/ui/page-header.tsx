import type { ReactNode } from 'react'
import { Breadcrumb, type Crumb } from './breadcrumb.tsx'

/** Where we are, what this page is, and what can be done here. */
export function PageHeader({
  title,
  crumbs,
  badge,
  description,
  actions,
}: {
  title: ReactNode
  crumbs?: readonly Crumb[]
  badge?: ReactNode
  description?: ReactNode
  actions?: ReactNode
}) {
  return (
    <header className="mb-5 grid gap-1.5">
      {crumbs && <Breadcrumb crumbs={crumbs} />}
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="wrap-anywhere font-semibold text-xl tracking-tight">{title}</h1>
          {badge}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {description && <div className="max-w-3xl text-ink-soft">{description}</div>}
    </header>
  )
}
