'use client'

import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { SessionView } from '#lib/contracts/session.ts'
import { ENVIRONMENTS } from '#lib/contracts/wire.ts'
import { ENVIRONMENT_COOKIE, type EnvironmentName } from './environment-cookie.ts'

type SessionContext = SessionView & { remembered: EnvironmentName; remember(environment: EnvironmentName): void }
const Context = createContext<SessionContext | null>(null)

const YEAR_SECONDS = 31_536_000

/** Makes who is signed in, and the environment remembered from the last visit, known to the screens below. */
export function SessionProvider({
  session,
  environment,
  children,
}: {
  session: SessionView
  environment: EnvironmentName
  children: ReactNode
}) {
  const [remembered, setRemembered] = useState(environment)
  const value = useMemo(
    () => ({
      ...session,
      remembered,
      remember: (chosen: EnvironmentName) => {
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers we support
        document.cookie = `${ENVIRONMENT_COOKIE}=${chosen}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
        setRemembered(chosen)
      },
    }),
    [session, remembered],
  )
  return <Context value={value}>{children}</Context>
}

/** Who is signed in, in which organization, with which permissions. */
export function useSession(): SessionContext {
  const session = useContext(Context)
  if (session === null) throw new Error('useSession needs a SessionProvider above')
  return session
}

/** Whether the person may do something; permissions are named in lib/auth/permissions.ts. */
export function useMay(permission: string): boolean {
  return useSession().permissions.includes(permission)
}

/** The environment looked at: the address says it, else the last choice; choosing writes both. */
export function useEnvironment(): [EnvironmentName, (chosen: EnvironmentName) => void] {
  const { remembered, remember } = useSession()
  const [named, setNamed] = useQueryState('environment', parseAsStringLiteral(ENVIRONMENTS))
  return [
    named ?? remembered,
    (chosen) => {
      remember(chosen)
      void setNamed(chosen)
    },
  ]
}
