import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Badge } from '#components/ui/badge.tsx'

/** A part of the inspector that folds away; it opens by itself when a field inside is asked for. */
export function Section({
  title,
  help,
  wrong = 0,
  folded = false,
  asked = false,
  children,
}: {
  title: string
  help?: string
  /** How many things are wrong inside. */
  wrong?: number
  folded?: boolean
  asked?: boolean
  children: ReactNode
}) {
  const id = useId()
  const [open, setOpen] = useState(!folded)
  const [seen, setSeen] = useState(false)
  if (asked !== seen) {
    setSeen(asked)
    if (asked) setOpen(true)
  }
  return (
    <section aria-labelledby={`${id}-title`} className="border-t">
      <h3 className="flex">
        <button
          type="button"
          id={`${id}-title`}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="flex min-h-10 w-full items-center gap-2 px-4 py-2 text-left font-semibold hover:bg-hover focus-visible:-outline-offset-2"
        >
          <ChevronDown
            aria-hidden="true"
            className={`size-4 shrink-0 text-ink-soft transition-transform ${open ? '' : '-rotate-90'}`}
          />
          {title}
          {wrong > 0 && !open && <Badge tone="bad">{text.forms.problems(wrong)}</Badge>}
        </button>
      </h3>
      <div id={id} hidden={!open} className="px-4 pt-1 pb-4">
        {open && help && <p className="mb-3 text-ink-soft text-sm">{help}</p>}
        {open && children}
      </div>
    </section>
  )
}
