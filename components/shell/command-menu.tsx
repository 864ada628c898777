'use client'

import { Keyboard, LogOut, Search, SunMoon } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from '#components/ui/command.tsx'
import { Dialog, DialogContent } from '#components/ui/dialog.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { chordSigns, type PageCommand, usePageCommands } from '#components/ui/page-commands.ts'
import { signOut } from './sign-out.ts'
import { THEMES } from './themes.ts'
import { useDestinations } from './use-destinations.ts'

const SHORTEST_SEARCH = 3

/** Finds a page or an action by typing. */
export function CommandMenu({
  open,
  onOpenChange,
  onShortcuts,
}: {
  open: boolean
  onOpenChange(open: boolean): void
  onShortcuts(): void
}) {
  const router = useRouter()
  const { setTheme } = useTheme()
  const destinations = useDestinations()
  const [typed, setTyped] = useState('')

  function run(action: () => void) {
    onOpenChange(false)
    setTyped('')
    action()
  }

  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title={<span className="sr-only">{text.shell.commands}</span>}
        description={<span className="sr-only">{text.shell.commandsHelp}</span>}
        className="top-[18dvh] translate-y-0 overflow-clip p-0"
      >
        <Command label={text.shell.commands} className="-mt-7">
          <CommandInput value={typed} onValueChange={setTyped} placeholder={text.shell.search} className="pr-8" />
          <CommandList>
            <CommandEmpty>{text.shell.commandsEmpty}</CommandEmpty>
            <PageCommands run={run} />
            <CommandGroup heading={text.shell.goTo}>
              {destinations.map((destination) => (
                <CommandItem key={destination.href} onSelect={() => run(() => router.push(destination.href))}>
                  <destination.icon aria-hidden="true" />
                  <span className="flex-1">{destination.label}</span>
                  <Kbd>g</Kbd>
                  <Kbd>{destination.key}</Kbd>
                </CommandItem>
              ))}
            </CommandGroup>
            <CommandGroup heading={text.shell.actions}>
              {THEMES.map(({ value, label }) => (
                <CommandItem key={value} onSelect={() => run(() => setTheme(value))}>
                  <SunMoon aria-hidden="true" />
                  {`${text.shell.theme}: ${label}`}
                </CommandItem>
              ))}
              <CommandItem onSelect={() => run(onShortcuts)}>
                <Keyboard aria-hidden="true" />
                {text.shell.shortcuts}
              </CommandItem>
              <CommandItem onSelect={() => run(() => void signOut())}>
                <LogOut aria-hidden="true" />
                {text.shell.signOut}
              </CommandItem>
              {typed.trim().length >= SHORTEST_SEARCH && (
                <CommandItem
                  forceMount
                  value={`find ${typed}`}
                  onSelect={() => run(() => router.push(`/executions?q=${encodeURIComponent(typed.trim())}`))}
                >
                  <Search aria-hidden="true" />
                  {text.shell.openExecution(typed.trim())}
                </CommandItem>
              )}
            </CommandGroup>
          </CommandList>
        </Command>
      </DialogContent>
    </Dialog>
  )
}

function PageCommands({ run }: { run(action: () => void): void }) {
  const groups = Map.groupBy(
    usePageCommands().filter(({ enabled }) => enabled),
    ({ group }) => group,
  )
  return [...groups].map(([group, commands]) => (
    <CommandGroup key={group} heading={group}>
      {commands.map((command) => (
        <CommandItem key={command.id} value={`${command.label} ${group}`} onSelect={() => run(command.run)}>
          <span className="flex-1">{command.label}</span>
          <Keys command={command} />
        </CommandItem>
      ))}
    </CommandGroup>
  ))
}

function Keys({ command: { keys } }: { command: PageCommand }) {
  return chordSigns(keys[0] ?? '')
    .filter(Boolean)
    .map((sign) => <Kbd key={sign}>{sign}</Kbd>)
}
