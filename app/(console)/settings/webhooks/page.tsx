import type { Metadata } from 'next'
import { text } from '#components/messages/text.ts'
import { WebhooksScreen } from '#components/settings/webhooks-screen.tsx'

export const metadata: Metadata = { title: text.webhooks.title }

export default function WebhooksPage() {
  return <WebhooksScreen />
}
