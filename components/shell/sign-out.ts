import { text } from '#components/messages/text.ts'
import { toast } from '#components/ui/toast.tsx'

/** Ends the session and leaves the console; on failure the person stays and is told. */
export async function signOut(): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch('/api/auth/sign-out', { method: 'POST', headers, body: '{}' }).catch(() => null)
  if (response?.ok) window.location.assign('/login')
  else toast.error(text.shell.signOutFailed)
}
