import { openApi } from './api.ts'
import { CannotTry, type CliContext, type ExitCode } from './context.ts'
import { idOf } from './files.ts'
import { reportRefusal } from './report.ts'

type Options = { note: string; acknowledge: readonly string[]; version: number | undefined }

/** Makes drafts live in the environment of the key. */
export async function deploy(context: CliContext, names: readonly string[], options: Options): Promise<ExitCode> {
  const { note, acknowledge, version } = options
  if (note.trim() === '') throw new CannotTry('Say why with --note')
  const api = openApi(context)
  let code: ExitCode = 0
  for (const id of names.map(idOf)) {
    const answer = await api.deploy(id, { note, acknowledge, ...(version !== undefined && { version }) })
    if (!answer.ok) {
      reportRefusal(context, id, answer.refusal)
      code = 1
      continue
    }
    const { deployedVersion, environment, warnings } = answer.value
    for (const { message, severity } of warnings) {
      context.err(`${id}: ${severity === 'policy' ? 'acknowledged' : severity}: ${message}`)
    }
    context.out(`${id}: v${deployedVersion} is live in ${environment}`)
  }
  return code
}
