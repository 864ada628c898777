import type { Metadata } from 'next'
import { WorkflowApiScreen } from '#components/docs/workflow-api-screen.tsx'
import { text } from '#components/messages/text.ts'

export const metadata: Metadata = { title: text.docs.workflow.title }

export default async function WorkflowApiPage({ params }: { params: Promise<{ workflowId: string }> }) {
  return <WorkflowApiScreen workflowId={(await params).workflowId} />
}
