'use client'

import { type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react'
import { text } from '#components/messages/text.ts'
import { cn } from '#components/ui/cn.ts'
import type { ControlProps } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Popover, PopoverAnchor, PopoverContent } from '#components/ui/popover.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { Suggestion } from '#lib/engine/suggest.ts'
import { useSettings } from './settings-context.tsx'
import { matching, type Typing, typed } from './typing.ts'

export type TextBox = HTMLInputElement | HTMLTextAreaElement

type Props = {
  control?: Partial<ControlProps>
  label?: string
  value: string
  onChange(value: string): void
  multiline?: boolean
  placeholder?: string
  className?: string
  /** The stretch of the text that suggestions are for; `undefined` where there is none. */
  find(text: string, caret: number): Typing | undefined
  /** What is put in for a suggestion. */
  insert(suggestion: Suggestion): string
  box?: RefObject<TextBox | null>
}

/** A text control that offers what can be referred to while one types; arrow keys choose, Enter puts in. */
export function SuggestInput({ value, onChange, multiline, find, insert, box, ...props }: Props) {
  const { suggestions, readOnly } = useSettings()
  const own = useRef<TextBox>(null)
  const element = box ?? own
  const [typing, setTyping] = useState<Typing | undefined>(undefined)
  const [chosen, setChosen] = useState(0)
  const listId = useId()
  const matches = typing && !readOnly ? matching(suggestions, typing.query) : []
  const active = matches[Math.min(chosen, matches.length - 1)]
  const open = active !== undefined

  const put = (suggestion: Suggestion) => {
    if (!typing) return
    const next = typed(value, typing, insert(suggestion))
    onChange(next.text)
    setTyping(undefined)
    requestAnimationFrame(() => {
      element.current?.focus()
      element.current?.setSelectionRange(next.caret, next.caret)
    })
  }
  const onKeyDown = (event: KeyboardEvent<TextBox>) => {
    if (!active || !typing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setChosen((Math.min(chosen, matches.length - 1) + step + matches.length) % matches.length)
    else if (event.key === 'Enter' || event.key === 'Tab') put(active)
    else if (event.key === 'Escape') setTyping(undefined)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const shared = {
    ...props.control,
    ...(props.label !== undefined && { 'aria-label': props.label }),
    'aria-autocomplete': 'list' as const,
    'aria-controls': open ? listId : undefined,
    'aria-activedescendant': active ? `${listId}-${matches.indexOf(active)}` : undefined,
    value,
    readOnly,
    placeholder: props.placeholder,
    autoComplete: 'off',
    spellCheck: false,
    onKeyDown,
    onBlur: () => setTyping(undefined),
  }
  const hold = (node: TextBox | null) => {
    element.current = node
  }
  const change = (target: TextBox) => {
    onChange(target.value)
    setChosen(0)
    setTyping(find(target.value, target.selectionStart ?? target.value.length))
  }
  return (
    <Popover open={open} onOpenChange={(next) => !next && setTyping(undefined)}>
      <PopoverAnchor asChild>
        {multiline ? (
          <Textarea
            {...shared}
            ref={hold}
            rows={2}
            className={cn('min-h-16', props.className)}
            onChange={(event) => change(event.target)}
          />
        ) : (
          <Input
            {...shared}
            ref={hold}
            role="combobox"
            aria-expanded={open}
            className={cn('px-2.5', props.className)}
            onChange={(event) => change(event.target)}
          />
        )}
      </PopoverAnchor>
      <PopoverContent
        align="start"
        onOpenAutoFocus={(event) => event.preventDefault()}
        onCloseAutoFocus={(event) => event.preventDefault()}
        className="max-h-64 w-(--radix-popover-trigger-width) min-w-64"
        role="presentation"
      >
        <div id={listId} role="listbox" aria-label={text.forms.suggestions} className="p-1">
          {matches.map((suggestion, at) => (
            <Option
              key={suggestion.path}
              id={`${listId}-${at}`}
              suggestion={suggestion}
              selected={suggestion === active}
              onChoose={() => put(suggestion)}
            />
          ))}
        </div>
      </PopoverContent>
    </Popover>
  )
}

function Option({
  id,
  suggestion,
  selected,
  onChoose,
}: {
  id: string
  suggestion: Suggestion
  selected: boolean
  onChoose(): void
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the text control, which keeps the focus, handles the keys
    <div
      id={id}
      role="option"
      aria-selected={selected}
      tabIndex={-1}
      ref={selected ? (node) => node?.scrollIntoView({ block: 'nearest' }) : undefined}
      className={cn('grid cursor-pointer rounded-sm px-2 py-1', selected && 'bg-hover')}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <SuggestionText suggestion={suggestion} />
    </div>
  )
}

/** A suggestion's path, and what it is in the words of the workflow. */
export function SuggestionText({ suggestion: { path, label, type, from } }: { suggestion: Suggestion }) {
  const where = from.scope === 'block' ? from.name : text.forms.scopes[from.scope]
  return (
    <>
      <span className="wrap-anywhere font-mono text-sm">{path}</span>
      <span className="truncate text-ink-soft text-xs">
        {[where, label === where ? text.forms.wholeOutput : label, type].filter(Boolean).join(' · ')}
      </span>
    </>
  )
}
