/** A mail to one person, without personal data beyond their address. */
export type Mail = {
  /** Equal for every try to send the same mail, so that receivers can tell repeats. */
  id: string
  to: string
  subject: string
  text: string
}

/** Sends mail. */
export interface Mailer {
  /** Resolves when the mail is out of our hands; rejects where it may be tried again. */
  send(mail: Mail): Promise<void>
  close(): void
}
