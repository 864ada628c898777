import type { Metadata } from 'next'
import { ReferencePage } from '#components/docs/reference-page.tsx'
import { text } from '#components/messages/text.ts'
import { referenceOf } from '#lib/openapi/reference.ts'
import { getRuntime } from '#lib/runtime.ts'

export const metadata: Metadata = { title: text.docs.title }
export const dynamic = 'force-dynamic'

export default function DocsPage() {
  return <ReferencePage reference={referenceOf(getRuntime)} />
}
