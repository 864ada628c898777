import { Popover } from 'radix-ui'
import { useRef, useState } from 'react'
import { BlockIcon } from '#components/graph/block-icon.tsx'
import { text } from '#components/messages/text.ts'
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from '#components/ui/command.tsx'
import { blockGroups } from './block-groups.ts'
import type { ChooserRequest } from './canvas-actions.ts'

/** Asks in place which block comes next. */
export function Chooser({
  request,
  onChoose,
  onClose,
}: {
  request: ChooserRequest
  onChoose(type: string): void
  onClose(): void
}) {
  const anchor = useRef({ getBoundingClientRect: () => new DOMRect(request.at.x, request.at.y, 0, 0) })
  const [typed, setTyped] = useState('')
  return (
    <Popover.Root open onOpenChange={(open) => open || onClose()}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          aria-label={request.title}
          side="bottom"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 w-80 max-w-[calc(100vw-1rem)] overflow-hidden rounded-md border bg-raised shadow-float"
        >
          <Command label={request.title} shouldFilter={false}>
            <CommandInput
              value={typed}
              onValueChange={setTyped}
              placeholder={request.title}
              className="h-10 text-base"
            />
            <CommandList className="max-h-72">
              <CommandEmpty>{text.editor.paletteEmpty}</CommandEmpty>
              {blockGroups(typed, request.follows).map(({ label, choices }) => (
                <CommandGroup key={label} heading={label}>
                  {choices.map(({ type, label: name, description, icon }) => (
                    <CommandItem key={type} value={type} onSelect={() => onChoose(type)}>
                      <BlockIcon name={icon} className="size-4 shrink-0" strokeWidth={1.75} />
                      <span className="grid min-w-0 py-1 leading-tight">
                        <span className="font-medium">{name}</span>
                        <span className="truncate text-ink-soft text-xs">{description}</span>
                      </span>
                    </CommandItem>
                  ))}
                </CommandGroup>
              ))}
            </CommandList>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
