import { hkdfSync } from 'node:crypto'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { betterAuth } from 'better-auth/minimal'
import type { PrismaClient } from '#lib/generated/prisma/client.ts'

/** Shortest password, in characters (NIST SP 800-63B asks for 8; we ask for more because there is no second factor). */
export const MIN_PASSWORD_LENGTH = 12

/** Seconds a sign-in lasts: one working day, not prolonged by use. */
const SESSION_SECONDS = 12 * 60 * 60

/** The sign-in library over our tables: e-mail and password, no sign-up by strangers. */
export function createSignIn(options: {
  prisma: PrismaClient
  publicUrl: string
  masterKey: string
  report(error: unknown): void
}) {
  return betterAuth({
    appName: 'Countersign',
    baseURL: options.publicUrl,
    basePath: '/api/auth',
    secret: deriveSecret(options.masterKey),
    database: prismaAdapter(options.prisma, { provider: 'postgresql', transaction: true }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: MIN_PASSWORD_LENGTH },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    rateLimit: { enabled: true, window: 60, max: 200, customRules: { '/sign-in/email': { window: 60, max: 60 } } },
    trustedOrigins: (request) => sameHostOrigin(request),
    advanced: {
      cookiePrefix: 'countersign',
      useSecureCookies: options.publicUrl.startsWith('https://'),
      // Said outright, because the library drops both checks under a test runner.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    // Its own log lines quote addresses of people.
    logger: { disabled: true },
    // Refusals are answers; everything else is a fault.
    onAPIError: { onError: (error) => (isRefusal(error) ? undefined : options.report(error)) },
    telemetry: { enabled: false },
  })
}

/** A key for session cookies that says nothing about the master key (HKDF, RFC 5869). */
function deriveSecret(masterKey: string): string {
  const derived = hkdfSync('sha256', Buffer.from(masterKey, 'base64url'), '', 'countersign session cookies', 32)
  return Buffer.from(derived).toString('base64url')
}

/** The origin of a page that was served from the address it now calls. */
function sameHostOrigin(request: Request | undefined): string[] {
  const origin = request?.headers.get('origin')
  if (!origin || !URL.canParse(origin)) return []
  return new URL(origin).host === request?.headers.get('host') ? [origin] : []
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'APIError'
}
