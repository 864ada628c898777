import type { Metadata } from 'next'
import { text } from '#components/messages/text.ts'
import { WorkflowDetailScreen } from '#components/workflows/workflow-detail.tsx'

export const metadata: Metadata = { title: text.workflows.designer }

export default async function DesignerPage({ params }: { params: Promise<{ workflowId: string }> }) {
  const { workflowId } = await params
  return <WorkflowDetailScreen workflowId={workflowId} />
}
