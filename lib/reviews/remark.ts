import type { Member } from '#lib/auth/principal.ts'
import type { HitRequest } from '#lib/contracts/reviews.ts'
import { AppError } from '#lib/errors.ts'
import type { FileRecord } from '#lib/files/ports.ts'
import type { Runtime } from '#lib/ports.ts'
import { findCase, noteOn } from './change.ts'
import { guardPause } from './guard.ts'

type Handed = Pick<Runtime, 'executions' | 'tenant'>

/** Leaves a comment, also on a review that is over. */
export async function commentOn(runtime: Handed, principal: Member, pauseId: string, text: string): Promise<void> {
  await noteOn(runtime, principal, await findCase(runtime, principal, pauseId), { did: 'commented', data: { text } })
}

/** Says whether a possible match is the subject, and why; the last word on a match counts. Throws what the guard throws. */
export async function judgeHit(
  runtime: Handed,
  principal: Member,
  pauseId: string,
  { list, entryId, verdict, reason }: HitRequest,
): Promise<void> {
  const review = await findCase(runtime, principal, pauseId)
  if (review.pause.status !== 'open') throw new AppError('pause_already_resolved', 'This review is no longer open')
  guardPause(principal, review.execution, review.pause)
  await noteOn(runtime, principal, review, {
    did: 'hit_judged',
    data: { list, entryId, verdict, reason },
    after: { list, entryId, verdict },
  })
}

/** Keeps a file with a review; what it shows counts, not what it is called. Throws what files and the guard throw. */
export async function attachTo(
  runtime: Handed & Pick<Runtime, 'files'>,
  principal: Member,
  pauseId: string,
  file: { name: string; bytes: Uint8Array },
): Promise<FileRecord> {
  const review = await findCase(runtime, principal, pauseId)
  if (review.pause.status !== 'open') throw new AppError('pause_already_resolved', 'This review is no longer open')
  guardPause(principal, review.execution, review.pause)
  const { environment } = review.pause
  const stored = await runtime.files.put({ organizationId: principal.organizationId, environment, ...file })
  await noteOn(runtime, principal, review, {
    did: 'attached',
    data: { fileId: stored.id, name: stored.name },
    after: { fileId: stored.id },
  })
  return stored
}
