'use client'

import { ChevronsUpDown, LogOut } from 'lucide-react'
import { useTheme } from 'next-themes'
import type { ReactNode } from 'react'
import { text } from '#components/messages/text.ts'
import { useSession } from '#components/session/session.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx'
import { signOut } from './sign-out.ts'
import { THEMES } from './themes.ts'

/** Who is signed in, with what they set about themselves, theme and sign-out. */
export function UserMenu({ children }: { children: ReactNode }) {
  const { user, organization, role } = useSession()
  const { theme, setTheme } = useTheme()
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={text.shell.account(user.name)}
        className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover"
      >
        <span
          aria-hidden="true"
          className="grid size-8 shrink-0 place-items-center rounded-full border bg-raised font-semibold text-ink-soft text-xs"
        >
          {initials(user.name)}
        </span>
        <span className="grid min-w-0 flex-1 leading-tight">
          <span className="truncate font-medium text-sm">{user.name}</span>
          <span className="truncate text-ink-soft text-xs">{text.shell.role[role] ?? role}</span>
        </span>
        <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-ink-soft" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" side="top" className="w-60">
        <div className="grid px-2 py-1.5 text-sm">
          <span className="truncate font-medium">{organization.name}</span>
          <span className="truncate text-ink-soft">{user.email}</span>
        </div>
        {children}
        <DropdownMenuSeparator />
        <DropdownMenuLabel>{text.shell.theme}</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={theme ?? 'system'} onValueChange={setTheme}>
          {THEMES.map(({ value, label }) => (
            <DropdownMenuRadioItem key={value} value={value}>
              {label}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => void signOut()}>
          <LogOut aria-hidden="true" />
          {text.shell.signOut}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0) ?? '').join('')
}
