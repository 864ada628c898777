import type { Metadata } from 'next'
import { ExecutionListScreen } from '#components/executions/execution-list.tsx'
import { text } from '#components/messages/text.ts'

export const metadata: Metadata = { title: text.executions.title }

export default function ExecutionsPage() {
  return <ExecutionListScreen />
}
