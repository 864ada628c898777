import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { text } from '#components/messages/text.ts'

export type Crumb = { label: string; href: string }

/** The way from the top to the page above this one. */
export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label={text.common.breadcrumb}>
      <ol className="flex flex-wrap items-center gap-1 text-ink-soft text-sm">
        {crumbs.map((crumb) => (
          <li key={crumb.href} className="flex items-center gap-1">
            <Link href={crumb.href} className="rounded-sm underline-offset-4 hover:text-ink hover:underline">
              {crumb.label}
            </Link>
            <ChevronRight aria-hidden="true" className="size-3.5 text-ink-faint" />
          </li>
        ))}
      </ol>
    </nav>
  )
}
