import type { Metadata } from 'next'
import { HomeScreen } from '#components/home/home.tsx'
import { text } from '#components/messages/text.ts'

export const metadata: Metadata = { title: text.home.title }

export default function HomePage() {
  return <HomeScreen />
}
