import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { ExecutionFilterQuery } from '#lib/contracts/executions.ts'
import type { Runtime } from '#lib/ports.ts'
import type { ExecutionRow } from '#lib/store/executions-read.ts'
import { csvLine } from './csv.ts'
import { toFilter, toListItem } from './list.ts'

const PAGE_ROWS = 500
/** More than a spreadsheet opens. */
const MOST_ROWS = 1_000_000

const HEADERS = [
  ...['execution_id', 'workflow_id', 'workflow', 'environment', 'version', 'status', 'trigger', 'started_by'],
  ...['subject', 'correlation_key', 'error', 'started_at', 'ended_at', 'duration_ms'],
]

/** Every execution that a filter of the list finds, as lines of CSV, newest first; that it was taken away is on record. */
export async function* exportExecutions(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  query: ExecutionFilterQuery,
): AsyncGenerator<string> {
  const { executions } = runtime.tenant(principal.organizationId)
  yield csvLine(HEADERS)
  let cursor: string | undefined
  for (let rows = 0; rows < MOST_ROWS; rows += PAGE_ROWS) {
    const page = await executions.list({ ...toFilter(query), cursor, limit: PAGE_ROWS })
    if (page.length > 0) yield page.map(toLine).join('')
    cursor = page.at(-1)?.id
    if (page.length < PAGE_ROWS) return
  }
}

/** Puts on record that a person takes executions away, before the first line leaves; values of filters stay out. */
export async function recordExport(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  { environment, ...query }: ExecutionFilterQuery,
): Promise<void> {
  const filters = Object.entries(query).filter(([, value]) => value !== undefined && String(value) !== '')
  await runtime.tenant(principal.organizationId).record(
    entryBy(principal, {
      action: 'executions.exported',
      target: { type: 'environment', id: environment },
      environment,
      after: { filteredBy: filters.map(([name]) => name) },
    }),
  )
}

function toLine(row: ExecutionRow): string {
  const { publicId, workflow, environment, status, trigger, triggeredBy, ...item } = toListItem(row)
  return csvLine([
    ...[publicId, workflow.publicId, workflow.name, environment],
    ...[item.draft ? 'draft' : item.versionNumber, status, trigger, triggeredBy.name],
    ...[item.subjectId, item.correlationKey, item.error, item.createdAt, item.endedAt, item.durationMs],
  ])
}
