import path from 'node:path'
import { toYaml } from '#lib/engine/text.ts'
import { openApi } from './api.ts'
import type { CliContext, ExitCode } from './context.ts'
import { idOf, writeWorkflow } from './files.ts'
import { reportRefusal } from './report.ts'

/** Writes drafts into files named after their workflows; without ids those of all workflows. */
export async function pull(context: CliContext, names: readonly string[], folder: string): Promise<ExitCode> {
  const api = openApi(context)
  const ids = names.length > 0 ? names.map(idOf) : await api.list()
  let code: ExitCode = 0
  for (const id of ids) {
    const answer = await api.get(id)
    if (!answer.ok) {
      reportRefusal(context, id, answer.refusal)
      code = 1
      continue
    }
    const { state, version } = answer.value
    if (!state) {
      context.err(`${id}: the key may not read definitions; it needs workflows:editor:read`)
      code = 1
      continue
    }
    const written = await writeWorkflow(path.resolve(context.cwd, folder), id, toYaml(state))
    context.out(`${path.join(folder, `${id}.yaml`)}: ${written ? 'written' : 'unchanged'}, version ${version}`)
  }
  return code
}
