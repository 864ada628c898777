import { RotateCw, TriangleAlert } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Button } from './button.tsx'

/** Says what could not be done and offers to try again. */
export function ErrorState({
  title,
  message,
  reference,
  onRetry,
}: {
  title: string
  message: string
  reference?: string | undefined
  onRetry?: () => void
}) {
  return (
    <div role="alert" className="grid justify-items-center gap-1 px-4 py-12 text-center">
      <TriangleAlert aria-hidden="true" className="mb-2 size-6 text-bad" strokeWidth={1.5} />
      <p className="font-semibold text-ink">{title}</p>
      <p className="max-w-md text-ink-soft">{message}</p>
      {reference && <p className="font-mono text-ink-faint text-xs">{text.common.reference(reference)}</p>}
      {onRetry && (
        <Button className="mt-3" onClick={onRetry}>
          <RotateCw aria-hidden="true" />
          {text.common.tryAgain}
        </Button>
      )}
    </div>
  )
}
