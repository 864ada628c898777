import type { Metadata } from 'next'
import { text } from '#components/messages/text.ts'
import { GalleryScreen } from '#components/workflows/gallery.tsx'

export const metadata: Metadata = { title: text.workflows.templates }

export default function TemplatesPage() {
  return <GalleryScreen />
}
