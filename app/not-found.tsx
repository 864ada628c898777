import { Compass } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { text } from '#components/messages/text.ts'
import { buttonLook } from '#components/ui/button.tsx'

export const metadata: Metadata = { title: text.errors.missingTitle }

export default function NotFoundPage() {
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-1 p-6 text-center">
      <Compass aria-hidden="true" className="mb-2 size-7 text-ink-faint" strokeWidth={1.5} />
      <h1 className="font-semibold text-xl">{text.errors.missingTitle}</h1>
      <p className="max-w-md text-ink-soft">{text.errors.missingBody}</p>
      <Link href="/" className={buttonLook({ variant: 'primary', className: 'mt-4' })}>
        {text.errors.home}
      </Link>
    </main>
  )
}
