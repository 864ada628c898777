import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export type Pgbench = { p50: number; perSecond: number }

/** The commits of a run of five blocks with effects, as plain SQL on the same tables: what the database alone costs. */
function script(organizationId: string, workflowId: string, versionId: string): string {
  const id = `md5((:a)::text || (:b)::text)::uuid`
  const fact = (n: number) =>
    `[{"t":"block_completed","at":1795348450812,"block":"b${n}","visit":1,"ms":1,"input":{},"output":{"key":"${'k'.repeat(44)}","visit":1},"handle":"out","emits":[{"edge":"b${n}","to":"b${n + 1}"}]},{"t":"block_started","at":1795348450813,"block":"b${n + 1}","visit":1,"attempt":1,"takes":["b${n}"]}]`
  const insert = (seq: number, kind: string) =>
    `INSERT INTO execution_event (execution_id, seq, epoch, kind, entries) VALUES (${id}, ${seq}, 1, '${kind}', '${fact(seq)}');`
  return [
    '\\set a random(1, 9000000000000000000)',
    '\\set b random(1, 9000000000000000000)',
    `WITH e AS (INSERT INTO execution (id, organization_id, workflow_id, environment, public_id, instance_id, run_id, version_id, draft, trigger, triggered_by, status, owner, input, call_chain)
      VALUES (${id}, '${organizationId}', '${workflowId}', 'PRODUCTION', 'exec_' || ${id}, 'inst_' || ${id}, ${id}::text, '${versionId}', false, 'v1', '{}', 'running', '${versionId}', '{"subject_id":"user_1"}', '{}'))
      INSERT INTO execution_event (execution_id, seq, epoch, kind, entries) VALUES (${id}, 1, 1, 'block_started', '${fact(1)}');`,
    ...[2, 3, 4, 5].map((seq) => insert(seq, 'block_started')),
    `WITH u AS (UPDATE execution SET status = 'completed', owner = NULL, revision = 6, output = '${fact(1)}', ended_at = now() WHERE id = ${id})
      ${insert(6, 'ended')}`,
  ]
    .map((line) => line.replaceAll('\n', ' '))
    .join('\n')
}

/** Runs pgbench with so many clients for so long; `null` where there is none on this machine. */
export function pgbench(
  databaseUrl: string,
  ids: { organizationId: string; workflowId: string; versionId: string },
  clients: number,
  seconds: number,
): Pgbench | null {
  const file = path.join(os.tmpdir(), `countersign-bench-${process.pid}.sql`)
  fs.writeFileSync(file, script(ids.organizationId, ids.workflowId, ids.versionId))
  const threads = Math.min(2, clients)
  const args = ['-n', '-M', 'prepared', '-c', clients, '-j', threads, '-T', seconds, '-f', file, databaseUrl].map(
    String,
  )
  const result = spawnSync('pgbench', args, { encoding: 'utf8' })
  fs.rmSync(file)
  if (result.error) return null
  const number = (pattern: RegExp) => Number(pattern.exec(result.stdout)?.[1] ?? Number.NaN)
  if (result.status !== 0) throw new Error(`pgbench failed: ${result.stderr}`)
  return { p50: number(/latency average = ([\d.]+) ms/), perSecond: number(/tps = ([\d.]+)/) }
}
