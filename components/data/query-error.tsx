import { text } from '#components/messages/text.ts'
import { ErrorState } from '#components/ui/error-state.tsx'
import { explain } from './api.ts'

/** What happened when a query failed, and a button to try again. */
export function QueryError({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { message, reference } = explain(error)
  return <ErrorState title={text.errors.title} message={message} reference={reference} onRetry={onRetry} />
}
