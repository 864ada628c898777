'use client'

import { type ReactNode, useId } from 'react'
import { text } from '#components/messages/text.ts'
import { Dialog, DialogContent } from '#components/ui/dialog.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { Label } from '#components/ui/label.tsx'
import { chordSigns, usePageCommands } from '#components/ui/page-commands.ts'
import { Switch } from '#components/ui/switch.tsx'
import { useDestinations } from './use-destinations.ts'
import { useSingleKeys } from './use-single-keys.ts'

/** Lists every shortcut and lets people turn the single keys off. */
export function ShortcutsSheet({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  const destinations = useDestinations()
  const [singleKeys, setSingleKeys] = useSingleKeys()
  const id = useId()
  const { shortcutGroups: groups, shortcutNames: names } = text.shell
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={text.shell.shortcuts} description={text.shell.shortcutsHelp}>
        <Group title={groups.general}>
          <Shortcut
            name={names.commands}
            keys={[
              ['⌘', 'K'],
              ['Ctrl', 'K'],
            ]}
          />
          <Shortcut name={names.shortcuts} keys={[['?']]} />
        </Group>
        <Group title={groups.goTo}>
          {destinations.map(({ href, label, key }) => (
            <Shortcut key={href} name={label} keys={[['g', key]]} />
          ))}
        </Group>
        <Group title={groups.diagram}>
          <Shortcut name={names.walk} keys={[['↑', '↓', '←', '→']]} />
          <Shortcut name={names.select} keys={[['Enter']]} />
        </Group>
        <PageShortcuts />
        <div className="mt-5 flex items-start justify-between gap-4 border-t pt-4">
          <div className="grid gap-0.5">
            <Label htmlFor={id}>{text.shell.shortcutsSwitch}</Label>
            <p id={`${id}-help`} className="text-ink-soft text-sm">
              {text.shell.shortcutsSwitchHelp}
            </p>
          </div>
          <Switch id={id} aria-describedby={`${id}-help`} checked={singleKeys} onCheckedChange={setSingleKeys} />
        </div>
      </DialogContent>
    </Dialog>
  )
}

function PageShortcuts() {
  const groups = Map.groupBy(
    usePageCommands().filter(({ keys }) => keys.length > 0),
    ({ group }) => group,
  )
  return [...groups].map(([group, commands]) => (
    <Group key={group} title={group}>
      {commands.map(({ id, label, keys }) => (
        <Shortcut key={id} name={label} keys={keys.map(chordSigns)} />
      ))}
    </Group>
  ))
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-4">
      <h3 className="mb-1 text-ink-soft text-xs">{title}</h3>
      <dl className="grid">{children}</dl>
    </section>
  )
}

function Shortcut({ name, keys }: { name: string; keys: string[][] }) {
  return (
    <div className="flex min-h-8 items-center justify-between gap-4">
      <dt>{name}</dt>
      <dd className="flex items-center gap-3">
        {keys.map((chord) => (
          <span key={chord.join()} className="flex items-center gap-1">
            {chord.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </span>
        ))}
      </dd>
    </div>
  )
}
