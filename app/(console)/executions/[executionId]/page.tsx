import type { Metadata } from 'next'
import { ExecutionDetailScreen } from '#components/executions/execution-detail.tsx'
import { text } from '#components/messages/text.ts'

export const metadata: Metadata = { title: text.executions.execution }

export default async function ExecutionPage({ params }: { params: Promise<{ executionId: string }> }) {
  const { executionId } = await params
  return <ExecutionDetailScreen executionId={executionId} />
}
