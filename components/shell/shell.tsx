'use client'

import { Menu, Search } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useMemo, useState } from 'react'
import { text } from '#components/messages/text.ts'
import { useEnvironment } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogTrigger, SheetContent } from '#components/ui/dialog.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { Logo } from '#components/ui/logo.tsx'
import { CommandMenu } from './command-menu.tsx'
import { EnvironmentSwitch } from './environment-switch.tsx'
import { Navigation } from './navigation.tsx'
import { ShortcutsSheet } from './shortcuts-sheet.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import { UserMenu } from './user-menu.tsx'

/**
 * The frame of every console page: navigation at the side, on phones behind a button at the top. `inbox` stands beside
 * the name, `account` among what people set about themselves.
 */
export function Shell({ inbox, account, children }: { inbox: ReactNode; account: ReactNode; children: ReactNode }) {
  const [commands, setCommands] = useState(false)
  const [shortcuts, setShortcuts] = useState(false)
  const [menu, setMenu] = useState(false)
  const open = useMemo(() => ({ commands: () => setCommands(true), shortcuts: () => setShortcuts(true) }), [])
  useShortcuts(open)

  const parts = (
    <>
      <EnvironmentSwitch />
      <Navigation onNavigate={() => setMenu(false)} />
      <div className="mt-auto">
        <UserMenu>{account}</UserMenu>
      </div>
    </>
  )

  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[14.5rem_1fr]">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-pen px-3 py-2 text-on-pen focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        {text.common.skipToContent}
      </a>
      <aside className="sticky top-0 hidden h-dvh flex-col gap-4 border-r bg-surface p-3 lg:flex">
        <div className="flex items-center justify-between">
          <Brand />
          {inbox}
        </div>
        <SearchButton onOpen={open.commands} />
        {parts}
      </aside>
      <header className="sticky top-0 z-30 flex h-13 items-center justify-between gap-2 border-b bg-surface px-3 lg:hidden">
        <Brand />
        <div className="flex items-center gap-1">
          {inbox}
          <Button variant="quiet" size="icon" aria-label={text.shell.commands} onClick={open.commands}>
            <Search aria-hidden="true" />
          </Button>
          <Dialog open={menu} onOpenChange={setMenu}>
            <DialogTrigger asChild>
              <Button variant="quiet" size="icon" aria-label={text.shell.openMenu}>
                <Menu aria-hidden="true" />
              </Button>
            </DialogTrigger>
            <SheetContent title={text.shell.menu} className="gap-4">
              {parts}
            </SheetContent>
          </Dialog>
        </div>
      </header>
      <div className="min-w-0">
        <EnvironmentNotice />
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto max-w-[90rem] px-4 has-[[data-fills-page]]:max-w-none py-5 outline-none sm:px-6 lg:px-8 lg:py-7"
        >
          {children}
        </main>
      </div>
      <CommandMenu open={commands} onOpenChange={setCommands} onShortcuts={open.shortcuts} />
      <ShortcutsSheet open={shortcuts} onOpenChange={setShortcuts} />
    </div>
  )
}

function Brand() {
  return (
    <Link href="/" className="flex items-center gap-2 rounded-md px-1.5 py-1 font-semibold text-lg tracking-tight">
      <Logo className="size-6" />
      {text.common.appName}
    </Link>
  )
}

function SearchButton({ onOpen }: { onOpen(): void }) {
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex h-9 items-center gap-2 rounded-md border bg-paper px-2.5 text-ink-soft text-sm hover:bg-hover hover:text-ink"
    >
      <Search aria-hidden="true" className="size-4" />
      <span className="flex-1 text-left">{text.shell.search}</span>
      <Kbd>⌘K</Kbd>
    </button>
  )
}

function EnvironmentNotice() {
  const [environment] = useEnvironment()
  if (environment === 'PRODUCTION') return null
  return (
    <p className="border-b bg-wait-wash px-4 py-1.5 text-center text-sm text-wait">{text.shell.environmentNotice}</p>
  )
}
