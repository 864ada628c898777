import type { Runtime } from '#lib/ports.ts'
import type { Mail } from './ports.ts'
import type { NoticeType } from './records.ts'

const BATCH = 20
const MOST_TRIES = 6

const WORDS: Record<NoticeType, { subject: string; line: string }> = {
  assigned: { subject: 'A review was assigned to you', line: 'A review is waiting for your decision.' },
  due_soon: { subject: 'A review is due soon', line: 'A review that concerns you is due soon.' },
  late: { subject: 'A review is late', line: 'A review that concerns you should have been decided by now.' },
  returned: { subject: 'A proposal came back to you', line: 'Somebody has returned your proposal, with a reason.' },
}

/** Sends the mail that is due, each one once; what cannot be sent is tried again later. */
export async function sendMail(runtime: Pick<Runtime, 'mailQueue' | 'mailer' | 'publicUrl' | 'report'>): Promise<void> {
  for (const { id, type, pauseId, email } of await runtime.mailQueue.claim(BATCH)) {
    try {
      await runtime.mailer.send(compose(runtime.publicUrl, { id, type, pauseId, email }))
      await runtime.mailQueue.sent(id)
    } catch (error) {
      await runtime.mailQueue.failed(id, MOST_TRIES)
      runtime.report(error, { during: 'mail', noticeId: id })
    }
  }
}

/** Says what happened and where, nothing of the case; the link opens it for those who are signed in, and does nothing. */
function compose(
  publicUrl: string,
  { id, type, pauseId, email }: { id: string; type: NoticeType; pauseId: string; email: string },
): Mail {
  const { subject, line } = WORDS[type]
  const link = `${publicUrl}/reviews/${encodeURIComponent(pauseId)}`
  const text = `${line}\n\nOpen it in Countersign:\n${link}\n\nOpening the link decides nothing. You get this mail because you decide reviews.\n`
  return { id, to: email, subject, text }
}
