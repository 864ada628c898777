'use client'

import Link from 'next/link'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { buttonLook } from '#components/ui/button.tsx'
import { Logo } from '#components/ui/logo.tsx'
import type { Reference } from '#lib/contracts/reference.ts'
import { FirstCall } from './first-call.tsx'
import { OperationView } from './operation-view.tsx'
import { Prose } from './prose.tsx'
import { ReferenceNavigation } from './reference-navigation.tsx'

const BASICS = [
  ['authentication', text.docs.authentication, text.docs.authenticationBody],
  ['limits', text.docs.limits, text.docs.limitsBody],
  ['repeats', text.docs.repeats, text.docs.repeatsBody],
  ['webhooks', text.docs.webhooks, text.docs.webhooksBody],
] as const

/** The reference of the three public APIs: for reading by anybody, for trying with a key. */
export function ReferencePage({ reference }: { reference: Reference }) {
  const [apiKey, setApiKey] = useState('')
  const { apis, publicUrl } = reference
  return (
    <div className="min-h-dvh">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-pen px-3 py-2 text-on-pen focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        {text.docs.skip}
      </a>
      <header className="sticky top-0 z-30 flex h-13 items-center justify-between gap-3 border-b bg-surface px-4">
        <Link href="/docs" className="flex items-center gap-2 rounded-sm font-semibold">
          <Logo className="size-6" />
          {text.common.appName}
        </Link>
        <nav aria-label={text.common.appName} className="flex items-center gap-1">
          <a href="/openapi.json" className={buttonLook({ variant: 'quiet', size: 'sm' })}>
            {text.docs.document}
          </a>
          <Link href="/" className={buttonLook({ variant: 'quiet', size: 'sm' })}>
            {text.docs.console}
          </Link>
        </nav>
      </header>
      <div className="mx-auto grid max-w-[90rem] lg:grid-cols-[16rem_minmax(0,1fr)]">
        <ReferenceNavigation apis={apis} />
        <main id="content" className="min-w-0 px-4 py-6 lg:px-8">
          <h1 className="mb-6 font-semibold text-2xl tracking-tight">{text.docs.title}</h1>
          <FirstCall publicUrl={publicUrl} />
          <section aria-labelledby="basics" className="mt-10 grid gap-4">
            <h2 id="basics" className="scroll-mt-20 font-semibold text-xl">
              {text.docs.basics}
            </h2>
            <div className="grid gap-x-8 gap-y-5 xl:grid-cols-2">
              {BASICS.map(([id, title, body]) => (
                <div key={id} className="grid content-start gap-1">
                  <h3 id={id} className="scroll-mt-20 font-semibold text-base">
                    {title}
                  </h3>
                  <Prose>{body}</Prose>
                </div>
              ))}
            </div>
          </section>
          {apis.map(({ name, description, operations }) => (
            <section key={name} aria-labelledby={`api-${name}`} className="mt-12">
              <h2 id={`api-${name}`} className="scroll-mt-20 font-semibold text-xl">
                {text.docs.names[name]}
              </h2>
              <div className="mt-1 mb-6">
                <Prose>{description}</Prose>
              </div>
              {operations.map((operation) => (
                <OperationView
                  key={operation.id}
                  operation={operation}
                  publicUrl={publicUrl}
                  apiKey={apiKey}
                  onApiKey={setApiKey}
                />
              ))}
            </section>
          ))}
        </main>
      </div>
    </div>
  )
}
