'use client'

import { Check, ChevronsUpDown, FlaskConical, Radio } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { useEnvironment, useSession } from '#components/session/session.tsx'
import { cn } from '#components/ui/cn.ts'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx'

const ICONS = { PRODUCTION: Radio, DEVELOPMENT: FlaskConical } as const

/** Chooses between live and trial data; the trial environment is tinted so that nobody mistakes it. */
export function EnvironmentSwitch() {
  const { environments } = useSession()
  const [environment, choose] = useEnvironment()
  const Icon = ICONS[environment]
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`${text.shell.environment}: ${text.shell.environmentNames[environment]}`}
        className={cn(
          'flex h-9 w-full items-center gap-2 rounded-md border px-2.5 text-left font-medium text-sm hover:bg-hover',
          environment === 'DEVELOPMENT' && 'border-wait/40 bg-wait-wash text-wait hover:bg-wait-wash',
        )}
      >
        <Icon aria-hidden="true" className="size-4 shrink-0" />
        <span className="min-w-0 flex-1 truncate">{text.shell.environmentNames[environment]}</span>
        <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 opacity-70" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        <DropdownMenuLabel>{text.shell.environment}</DropdownMenuLabel>
        {environments.map((name) => {
          const ItemIcon = ICONS[name]
          return (
            <DropdownMenuItem key={name} onSelect={() => choose(name)}>
              <ItemIcon aria-hidden="true" />
              <span className="flex-1">{text.shell.environmentNames[name]}</span>
              {name === environment && <Check aria-hidden="true" className="text-pen" />}
            </DropdownMenuItem>
          )
        })}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
