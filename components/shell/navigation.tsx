'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { text } from '#components/messages/text.ts'
import { cn } from '#components/ui/cn.ts'
import { holds } from './destinations.ts'
import { useDestinations } from './use-destinations.ts'

/** Links to the main places; the current one is marked. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const path = usePathname()
  const destinations = useDestinations()
  return (
    <nav aria-label={text.shell.navigation}>
      <ul className="grid gap-0.5">
        {destinations.map((destination) => {
          const current = holds(destination, path)
          return (
            <li key={destination.href}>
              <Link
                href={destination.href}
                aria-current={current ? 'page' : undefined}
                onClick={onNavigate}
                className={cn(
                  'flex h-9 items-center gap-2.5 rounded-md px-2.5 font-medium text-ink-soft hover:bg-hover hover:text-ink',
                  current && 'bg-pen-wash text-pen hover:bg-pen-wash hover:text-pen',
                )}
              >
                <destination.icon aria-hidden="true" className="size-4.5" strokeWidth={1.75} />
                {destination.label}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
