import { z } from 'zod'

const schema = z.object({
  DATABASE_URL: z.string().startsWith('postgres'),
  /** The address people and verifiers reach this instance at, without a trailing slash. */
  PUBLIC_URL: z.url().transform((url) => url.replace(/\/$/, '')),
  /** 32 bytes in base64url: the key that seals secrets at rest. */
  COUNTERSIGN_MASTER_KEY: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'Must be 32 bytes in base64url'),
  /** Folder for uploaded files and models. */
  COUNTERSIGN_DATA_DIR: z.string().default('.data'),
  /** Hosts (`name[:port]`) and address ranges that blocks may call besides the public internet, separated by commas. */
  COUNTERSIGN_ALLOW_HOSTS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((entry) => entry.trim() || [])),
  /** `smtp://user:password@host:port` or `smtps://…`; without it mail goes into files below the data folder. */
  COUNTERSIGN_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Sender of mail. */
  COUNTERSIGN_MAIL_FROM: z.string().default('countersign@localhost'),
  /** `web` serves calls and drives what they start, `worker` takes over and wakes what is due, `all` does both. */
  COUNTERSIGN_ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

export type Env = z.infer<typeof schema>

let parsed: Env | undefined

/** The process's settings, checked once; throws naming every variable that is missing or wrong. */
export function env(): Env {
  parsed ??= schema.parse(process.env, {
    error: (issue) => `${issue.path?.join('.') ?? ''}: ${issue.message ?? 'invalid'}`,
  })
  return parsed
}
