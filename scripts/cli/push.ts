import { humanize } from '#lib/engine/fields.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { type Api, openApi } from './api.ts'
import type { CliContext, ExitCode } from './context.ts'
import { readWorkflow, type WorkflowFile } from './files.ts'
import { reportFaults, reportProblems, reportRefusal } from './report.ts'

type Options = {
  /** Makes workflows that are not there. */
  create: boolean
  /** The version the changes were made on. */
  version: number | undefined
}

/** Replaces drafts by what files say. Files that are no graphs are told first, and nothing is sent then. */
export async function push(context: CliContext, names: readonly string[], options: Options): Promise<ExitCode> {
  const api = openApi(context)
  const files = await Promise.all(names.map((name) => readWorkflow(context.cwd, name)))
  const broken = files.filter(({ graph }) => !graph)
  for (const file of broken) reportFaults(context, file)
  if (broken.length > 0) return 1
  let code: ExitCode = 0
  for (const file of files) {
    if (file.graph && !(await pushOne(context, api, { ...file, graph: file.graph }, options))) code = 1
  }
  return code
}

async function pushOne(
  context: CliContext,
  api: Api,
  { id, name, read, graph }: WorkflowFile & { graph: Graph },
  { create, version }: Options,
): Promise<boolean> {
  const answer = await api.putState(id, { state: graph, ...(version !== undefined && { version }) })
  if (answer.ok) {
    reportProblems(context, { name, read }, graph, answer.value.problems)
    context.out(`${id}: saved as version ${answer.value.version}`)
    return true
  }
  if (answer.refusal.code !== 'workflow_not_found' || !create) {
    reportRefusal(context, id, answer.refusal)
    return false
  }
  const slug = id.slice('wf_'.length)
  const made = await api.create({ name: humanize(slug), slug, state: graph })
  if (made.ok) context.out(`${id}: created as version ${made.value.version}`)
  else reportRefusal(context, id, made.refusal)
  return made.ok
}
