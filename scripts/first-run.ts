import fs from 'node:fs'
import path from 'node:path'

export type FirstRun = {
  signIns: { role: string; email: string; password: string }[]
  apiKey: string | null
  curl: string | null
}

/**
 * Keeps what the first seed made, readable by this account alone, and answers it again at every later start. A seed
 * that names an API key has just made it: it replaces what was kept.
 */
export function keepFirstRun(dataDir: string, seeded: FirstRun): FirstRun {
  const file = path.join(dataDir, 'first-run.json')
  if (seeded.apiKey !== null || !fs.existsSync(file)) {
    fs.writeFileSync(file, `${JSON.stringify(seeded, null, 2)}\n`, { mode: 0o600 })
  }
  return JSON.parse(fs.readFileSync(file, 'utf8')) as FirstRun
}

/** What the operator needs to begin, as lines for the terminal. */
export function formatFirstRun(publicUrl: string, { signIns, apiKey, curl }: FirstRun): string {
  const width = (values: string[]) => Math.max(0, ...values.map((value) => value.length))
  const roleWidth = width(signIns.map(({ role }) => role))
  const emailWidth = width(signIns.map(({ email }) => email))
  const people = signIns.map(
    ({ role, email, password }) => `  ${role.padEnd(roleWidth)}  ${email.padEnd(emailWidth)}  ${password}`,
  )
  return [
    `Countersign is at ${publicUrl}`,
    ...(people.length > 0 ? ['', 'Sign in as:', ...people] : []),
    ...(apiKey ? ['', `API key: ${apiKey}`] : []),
    ...(curl ? ['', 'Try it:', `  ${curl}`] : []),
  ].join('\n')
}
