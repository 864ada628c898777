'use client'

import { Braces } from 'lucide-react'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from '#components/ui/command.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx'
import type { Suggestion } from '#lib/engine/suggest.ts'
import { useSettings } from './settings-context.tsx'
import { SuggestionText } from './suggest-input.tsx'
import { textOf } from './typing.ts'

/** A button that opens everything that can be referred to, by where it comes from. */
export function ReferencePicker({ label, onChoose }: { label: string; onChoose(suggestion: Suggestion): void }) {
  const { suggestions } = useSettings()
  const [open, setOpen] = useState(false)
  const groups = Map.groupBy(suggestions, groupOf)
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button
          variant="quiet"
          className="size-6 px-0"
          aria-label={text.forms.referenceTo(label)}
          title={text.forms.reference}
        >
          <Braces aria-hidden="true" className="size-3.5!" />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={text.forms.referenceTo(label)}>
        <Command label={text.forms.referenceSearch}>
          <CommandInput placeholder={text.forms.referenceSearch} className="h-10 text-base" />
          <CommandList className="max-h-64">
            <CommandEmpty>{text.forms.referenceNone}</CommandEmpty>
            {[...groups].map(([heading, members]) => (
              <CommandGroup key={heading} heading={heading}>
                {members.map((suggestion) => (
                  <CommandItem
                    key={suggestion.path}
                    value={suggestion.path}
                    keywords={textOf(suggestion).split(' ')}
                    onSelect={() => {
                      setOpen(false)
                      onChoose(suggestion)
                    }}
                  >
                    <span className="grid min-w-0">
                      <SuggestionText suggestion={suggestion} />
                    </span>
                  </CommandItem>
                ))}
              </CommandGroup>
            ))}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  )
}

function groupOf({ from }: Suggestion): string {
  return from.scope === 'block' ? from.name : text.forms.scopes[from.scope]
}
