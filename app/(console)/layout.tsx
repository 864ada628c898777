import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { AwaySwitch } from '#components/notices/away-switch.tsx'
import { NoticeBell } from '#components/notices/notice-bell.tsx'
import { ENVIRONMENT_COOKIE, readEnvironment } from '#components/session/environment-cookie.ts'
import { loginPath } from '#components/session/login-path.ts'
import { PATH_HEADER } from '#components/session/path-header.ts'
import { SessionProvider } from '#components/session/session.tsx'
import { Shell } from '#components/shell/shell.tsx'
import { describeSession } from '#lib/auth/describe-session.ts'
import { getRuntime } from '#lib/runtime.ts'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const asked = await headers()
  const runtime = getRuntime()
  const member = await runtime.auth.principalOf(asked)
  if (member === null) redirect(loginPath(asked.get(PATH_HEADER) ?? '/'))
  const session = await describeSession(runtime, member)
  const environment = readEnvironment((await cookies()).get(ENVIRONMENT_COOKIE)?.value)
  return (
    <SessionProvider session={session} environment={environment}>
      <Shell inbox={<NoticeBell />} account={<AwaySwitch />}>
        {children}
      </Shell>
    </SessionProvider>
  )
}
