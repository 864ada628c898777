import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { StoredFile } from '#lib/blocks/services.ts'
import { canonicalJson, type Json } from '#lib/engine/json.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import type { CaseFileRow } from '#lib/store/review-cases.ts'
import type { ReviewRow } from '#lib/store/reviews.ts'
import type { ReviewAction } from './records.ts'

const FILE_ID = /file_[0-9A-HJKMNP-TV-Z]{26}/g

/** The files that belong to a case: the subject's own, those that input and context name, and those attached to it. */
export function filesOf(
  runtime: Pick<Runtime, 'tenant'>,
  organizationId: string,
  row: ReviewRow,
  input: Json,
  actions: readonly ReviewAction[],
): Promise<CaseFileRow[]> {
  const attached = actions.flatMap(({ type, data }) => (type === 'attached' ? [data] : []))
  const named = canonicalJson([input, row.request.context, attached]).match(FILE_ID) ?? []
  return runtime.tenant(organizationId).pauses.files(row.environment, row.execution.subjectId, [...new Set(named)])
}

/** One file of a case with its bytes; every look is put on record. Throws `pause_not_found` and `file_not_found`. */
export async function openCaseFile(
  runtime: Pick<Runtime, 'tenant' | 'executions' | 'files'>,
  principal: Member,
  pauseId: string,
  fileId: string,
): Promise<StoredFile> {
  const { organizationId } = principal
  const tenant = runtime.tenant(organizationId)
  const row = await tenant.pauses.find(pauseId)
  const execution = row && (await runtime.executions.find(organizationId, { id: row.executionId }))
  if (!execution) throw new AppError('pause_not_found', 'There is no such review')
  const files = await filesOf(runtime, organizationId, row, execution.input, await tenant.pauses.actions(pauseId))
  if (!files.some(({ id }) => id === fileId)) throw new AppError('file_not_found', 'The review has no such file')
  const file = await runtime.files.read({ organizationId, environment: row.environment }, fileId)
  const target = { type: 'review', id: pauseId }
  await tenant.record(
    entryBy(principal, { environment: row.environment, action: 'review.file_read', target, after: { fileId } }),
  )
  return file
}
