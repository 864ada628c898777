import { QueryCache, QueryClient } from '@tanstack/react-query'
import { loginPath } from '#components/session/login-path.ts'
import { ApiError } from './api.ts'

const FRESH_MS = 5_000
const TRIES = 2

/** A client whose queries retry only what may go better next time, and which sends people to sign in when their session ended. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: signInAgain }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < TRIES && !(error instanceof ApiError && isFinal(error.status)),
      },
      mutations: { retry: false, onError: signInAgain },
    },
  })
}

function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429
}

function signInAgain(error: Error): void {
  if (!(error instanceof ApiError) || error.status !== 401) return
  window.location.assign(loginPath(window.location.pathname + window.location.search, true))
}
