import type { Metadata } from 'next'
import { EditorScreen } from '#components/editor/editor.tsx'
import { text } from '#components/messages/text.ts'

export const metadata: Metadata = { title: text.workflows.designer }

export default async function DesignerPage({ params }: { params: Promise<{ workflowId: string }> }) {
  const { workflowId } = await params
  return <EditorScreen workflowId={workflowId} />
}
