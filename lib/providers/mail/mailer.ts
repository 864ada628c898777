import fs from 'node:fs/promises'
import path from 'node:path'
import nodemailer from 'nodemailer'
import type { Mail, Mailer } from '#lib/notices/ports.ts'

const LONGEST_WAIT_MS = 15_000

type Settings = {
  /** `smtp://…` or `smtps://…` with user and password; without it mail goes into files. */
  smtpUrl: string | undefined
  from: string
  dataDir: string
}

/** The mailer of this instance: SMTP where it is set up, else one file for each mail in `<data>/mail`. */
export function createMailer({ smtpUrl, from, dataDir }: Settings): Mailer {
  return smtpUrl === undefined ? fileMailer(path.join(dataDir, 'mail'), from) : smtpMailer(smtpUrl, from)
}

function smtpMailer(url: string, from: string): Mailer {
  const timeouts = {
    connectionTimeout: LONGEST_WAIT_MS,
    greetingTimeout: LONGEST_WAIT_MS,
    socketTimeout: LONGEST_WAIT_MS,
  }
  const transport = nodemailer.createTransport({ url, ...timeouts })
  return {
    send: async (mail) => void (await transport.sendMail(toMessage(mail, from))),
    close: () => transport.close(),
  }
}

function fileMailer(folder: string, from: string): Mailer {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' })
  return {
    send: async (mail) => {
      const { message } = await transport.sendMail(toMessage(mail, from))
      await fs.mkdir(folder, { recursive: true, mode: 0o700 })
      await fs.writeFile(path.join(folder, `${mail.id}.eml`), message, { mode: 0o600 })
    },
    close: () => transport.close(),
  }
}

/** `Message-ID` comes from the mail's own id (RFC 5322, 3.6.4); `Auto-Submitted` keeps absence notes away (RFC 3834). */
function toMessage({ id, to, subject, text }: Mail, from: string) {
  const host = from.split('@').at(-1)?.replace(/>.*$/, '') ?? 'localhost'
  return { from, to, subject, text, messageId: `<${id}@${host}>`, headers: { 'Auto-Submitted': 'auto-generated' } }
}
