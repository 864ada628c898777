import { Activity, House, Inbox, type LucideIcon, Settings, Workflow } from 'lucide-react'
import { text } from '#components/messages/text.ts'

export type Destination = { href: string; label: string; icon: LucideIcon; key: string; permission?: string }

/** The console's main places; `key` is pressed after `g`. */
export const DESTINATIONS: readonly Destination[] = [
  { href: '/', label: text.shell.home, icon: House, key: 'h' },
  { href: '/workflows', label: text.shell.workflows, icon: Workflow, key: 'w', permission: 'workflows:read' },
  {
    href: '/executions',
    label: text.shell.executions,
    icon: Activity,
    key: 'e',
    permission: 'workflows:executions:read',
  },
  { href: '/reviews', label: text.shell.reviews, icon: Inbox, key: 'r', permission: 'reviews:read' },
  { href: '/settings', label: text.settings.title, icon: Settings, key: 's', permission: 'settings:read' },
]

/** Whether a place holds the page at `path`. */
export function holds(destination: Destination, path: string): boolean {
  if (destination.href === '/') return path === '/'
  if (destination.href === '/workflows' && path.startsWith('/designer')) return true
  return path === destination.href || path.startsWith(`${destination.href}/`)
}
