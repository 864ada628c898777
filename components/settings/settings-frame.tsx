'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { text } from '#components/messages/text.ts'
import { cn } from '#components/ui/cn.ts'

const SECTIONS = [
  { href: '/settings/webhooks', label: text.webhooks.title },
  { href: '/settings/request-log', label: text.requestLog.title },
] as const

/** The sections of the settings above the one that is open. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const path = usePathname()
  return (
    <>
      <nav aria-label={text.settings.sections} className="mb-5 flex gap-1 overflow-x-auto border-b">
        {SECTIONS.map(({ href, label }) => {
          const here = path === href || path.startsWith(`${href}/`)
          return (
            <Link
              key={href}
              href={href}
              aria-current={here ? 'page' : undefined}
              className={cn(
                '-mb-px flex h-9 items-center whitespace-nowrap border-transparent border-b-2 px-3 font-medium text-ink-soft hover:text-ink focus-visible:-outline-offset-2',
                here && 'border-pen text-ink',
              )}
            >
              {label}
            </Link>
          )
        })}
      </nav>
      {children}
    </>
  )
}
