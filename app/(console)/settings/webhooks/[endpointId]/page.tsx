import type { Metadata } from 'next'
import { text } from '#components/messages/text.ts'
import { WebhookDetail } from '#components/settings/webhook-detail.tsx'

export const metadata: Metadata = { title: text.webhooks.title }

export default async function WebhookPage({ params }: { params: Promise<{ endpointId: string }> }) {
  return <WebhookDetail endpointId={(await params).endpointId} />
}
