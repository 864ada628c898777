import { ChevronDown, CircleAlert, CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { cn } from '#components/ui/cn.ts'
import { useEditor } from './editor-context.tsx'
import { ProblemsPanel } from './problems/problems-panel.tsx'

/** The problems below the canvas, out of the way until they are wanted. */
export function ProblemsDrawer() {
  const { problems } = useEditor()
  const [open, setOpen] = useState(false)
  const Icon = problems.length > 0 ? CircleAlert : CircleCheck
  const hasErrors = problems.some(({ severity }) => severity === 'error')
  return (
    <section className="flex max-h-[45%] shrink-0 flex-col border-t bg-surface">
      <h2>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex h-10 w-full items-center gap-2 px-4 font-medium hover:bg-hover [&_svg]:size-4"
        >
          <Icon
            aria-hidden="true"
            className={hasErrors ? 'text-bad' : problems.length > 0 ? 'text-wait' : 'text-good'}
          />
          {text.editor.problems(problems.length)}
          <ChevronDown aria-hidden="true" className={cn('ml-auto transition-transform', !open && 'rotate-180')} />
        </button>
      </h2>
      {open && (
        <div className="min-h-0 flex-1 overflow-y-auto border-t">
          <ProblemsPanel />
        </div>
      )}
    </section>
  )
}
