import type { Metadata } from 'next'
import { text } from '#components/messages/text.ts'
import { RequestLogScreen } from '#components/settings/request-log-screen.tsx'

export const metadata: Metadata = { title: text.requestLog.title }

export default function RequestLogPage() {
  return <RequestLogScreen />
}
