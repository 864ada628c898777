'use client'

import { Paperclip } from 'lucide-react'
import { useId, useRef } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { toast } from '#components/ui/toast.tsx'
import { useAttach } from './queries.ts'

const words = text.reviews.files

/** Keeps a file with the case, to be seen among its documents. */
export function AttachFile({ pauseId }: { pauseId: string }) {
  const attach = useAttach(pauseId)
  const input = useRef<HTMLInputElement>(null)
  const hint = useId()
  const send = (file: File | undefined) => {
    if (!file) return
    attach.mutate(file, {
      onSuccess: () => void toast.success(words.attached),
      onError: (error) => void toast.error(error.message),
    })
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <input
        ref={input}
        type="file"
        aria-label={words.attach}
        accept="image/jpeg,image/png,image/webp,application/pdf"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          send(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <Button size="sm" pending={attach.isPending} aria-describedby={hint} onClick={() => input.current?.click()}>
        <Paperclip aria-hidden="true" />
        {words.attach}
      </Button>
      <span id={hint} className="text-ink-soft text-xs">
        {words.hint}
      </span>
    </div>
  )
}
