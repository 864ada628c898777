import type { Metadata } from 'next'
import { text } from '#components/messages/text.ts'
import { WorkflowListScreen } from '#components/workflows/workflow-list.tsx'

export const metadata: Metadata = { title: text.workflows.title }

export default function WorkflowsPage() {
  return <WorkflowListScreen />
}
