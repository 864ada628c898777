'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from './button.tsx'

const SHOWN_MS = 1_600

/** Copies a text and says so; `label` names what is copied. */
export function CopyButton({ value, label, className }: { value: string; label: string; className?: string }) {
  const [copied, setCopied] = useState(false)

  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])

  return (
    <>
      <Button
        variant="quiet"
        size="icon-sm"
        className={className}
        aria-label={text.common.copy(label)}
        onClick={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
      >
        {copied ? <Check aria-hidden="true" className="text-good" /> : <Copy aria-hidden="true" />}
      </Button>
      <span role="status" className="sr-only">
        {copied ? text.common.copied : ''}
      </span>
    </>
  )
}

/** An id or code in type of even width, shortened in its middle by layout, never in what is copied. */
export function CopyableId({ value, label }: { value: string; label: string }) {
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-0.5">
      <code className="truncate font-mono text-sm" title={value}>
        {value}
      </code>
      <CopyButton value={value} label={label} className="-my-1.5" />
    </span>
  )
}
