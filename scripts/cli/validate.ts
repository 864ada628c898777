import { blockRegistry } from '#lib/blocks/index.ts'
import { checkDeployable } from '#lib/engine/validate.ts'
import type { CliContext, ExitCode } from './context.ts'
import { readWorkflow } from './files.ts'
import { reportFaults, reportProblems } from './report.ts'

/** Checks files like a deploy would, without a server. */
export async function validate(context: CliContext, names: readonly string[], strict: boolean): Promise<ExitCode> {
  let code: ExitCode = 0
  for (const name of names) {
    const file = await readWorkflow(context.cwd, name)
    if (!file.graph) {
      reportFaults(context, file)
      code = 1
      continue
    }
    const problems = checkDeployable(file.graph, blockRegistry)
    reportProblems(context, file, file.graph, problems)
    if (problems.some(({ severity }) => strict || severity === 'error')) code = 1
    else context.out(`${name}: ${problems.length === 0 ? 'no problems' : 'can be deployed'}`)
  }
  return code
}
