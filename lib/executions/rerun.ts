import type { Member } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import type { CatalogEntry } from '#lib/store/catalog.ts'
import type { StoredExecution } from './records.ts'
import { chooseGraph, type Started, type StartRequest } from './start.ts'

export async function rerunFromBlock(
  runtime: Runtime,
  _principal: Member,
  {
    request,
    workflow,
    blockId,
  }: { request: StartRequest; workflow: CatalogEntry; source: StoredExecution; blockId: string },
): Promise<Started> {
  const graph = await chooseGraph(runtime, workflow, request.graph)
  if (!graph.index.blocks.has(blockId))
    throw new AppError('run_from_block_unknown_block', `The workflow has no block ${blockId}`)
  throw new AppError('upstream_not_executed', 'not yet')
}
