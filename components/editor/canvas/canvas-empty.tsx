import { Plus, Workflow } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { useCanvasActions } from './canvas-actions.ts'

/** What to do where there is nothing yet. */
export function CanvasEmpty() {
  const { readOnly, chooseAfter } = useCanvasActions()
  return (
    <div className="pointer-events-none absolute inset-0 grid place-items-center">
      <EmptyState icon={Workflow} title={text.editor.empty}>
        <p>{text.editor.emptyBody}</p>
        {!readOnly && (
          <Button variant="primary" className="pointer-events-auto mt-3" onClick={() => chooseAfter()}>
            <Plus aria-hidden="true" />
            {text.editor.addBlock}
          </Button>
        )}
      </EmptyState>
    </div>
  )
}
