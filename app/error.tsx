'use client'

import { text } from '#components/messages/text.ts'
import { ErrorState } from '#components/ui/error-state.tsx'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <ErrorState title={text.errors.pageTitle} message={text.errors.pageBody} reference={error.digest} onRetry={reset} />
  )
}
