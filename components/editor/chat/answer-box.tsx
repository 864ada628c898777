'use client'

import { SendHorizontal } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Textarea } from '#components/ui/textarea.tsx'

/** Where a person writes; it takes the focus whenever it is their turn. */
export function AnswerBox({ disabled, onSay }: { disabled: boolean; onSay: (words: string) => void }) {
  const [words, setWords] = useState('')
  const hint = useId()
  const box = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (!disabled) box.current?.focus()
  }, [disabled])

  const send = () => {
    if (disabled || words.trim() === '') return
    onSay(words)
    setWords('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      className="grid gap-1.5"
    >
      <div className="flex items-end gap-2">
        <Textarea
          ref={box}
          rows={1}
          aria-label={text.chat.answer}
          aria-describedby={hint}
          readOnly={disabled}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={onKeyDown}
          className="max-h-48 min-h-9 flex-1 py-1.5"
        />
        <Button type="submit" variant="primary" size="icon" aria-label={text.chat.send} disabled={disabled}>
          <SendHorizontal aria-hidden="true" />
        </Button>
      </div>
      <p id={hint} className="text-ink-soft text-sm">
        {text.chat.hint}
      </p>
    </form>
  )
}
