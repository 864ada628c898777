import { text } from '#components/messages/text.ts'

/** Signs in with email and password; `null` when it worked, else what to tell the person. */
export async function signIn(email: string, password: string): Promise<string | null> {
  const response = await fetch('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  }).catch(() => null)
  if (response === null) return text.login.offline
  if (response.ok) return null
  if (response.status === 429) return throttled(response.headers)
  return response.status < 500 ? text.login.wrong : text.login.failed
}

function throttled(headers: Headers): string {
  const seconds = Number(headers.get('retry-after') ?? headers.get('x-retry-after'))
  return Number.isInteger(seconds) && seconds > 0 ? text.login.throttled(seconds) : text.login.throttledSoon
}
