import type { Metadata } from 'next'
import { LoginForm } from '#components/auth/login-form.tsx'
import { text } from '#components/messages/text.ts'
import { safeNext } from '#components/session/login-path.ts'

export const metadata: Metadata = { title: text.login.title }

type Search = { next?: string | string[]; ended?: string | string[] }

export default async function LoginPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { next, ended } = await searchParams
  return <LoginForm next={safeNext(Array.isArray(next) ? next[0] : next)} ended={ended !== undefined} />
}
