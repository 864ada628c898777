import { parseArgs } from 'node:util'
import { CannotTry, type CliContext, type ExitCode } from './context.ts'
import { deploy } from './deploy.ts'
import { pull } from './pull.ts'
import { push } from './push.ts'
import { validate } from './validate.ts'

const USAGE = `Keeps workflows in files, so that they can live in Git.

  countersign pull [ids…] [--dir folder]      writes the drafts as <id>.yaml; without ids those of all workflows
  countersign validate files… [--strict]      checks files without a server; --strict takes warnings and findings as errors
  countersign push files… [--create] [--if-version n]
                                              replaces the drafts; the file is named after the workflow: wf_kyc.yaml
  countersign deploy ids or files… --note why [--acknowledge finding]… [--if-version n]
                                              makes the drafts live in the environment of the key

COUNTERSIGN_URL and COUNTERSIGN_KEY say where and as whom. Ends with 0 when done, 1 when a workflow was refused or
has problems, 2 when it could not be tried.`

const OPTIONS = {
  dir: { type: 'string' },
  strict: { type: 'boolean' },
  create: { type: 'boolean' },
  note: { type: 'string' },
  acknowledge: { type: 'string', multiple: true },
  'if-version': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Runs one command line; answers with the exit code and never throws for what a person can mend. */
export async function runCli(args: readonly string[], context: CliContext): Promise<ExitCode> {
  try {
    return await run(args, context)
  } catch (error) {
    if (!(error instanceof CannotTry)) throw error
    context.err(error.message)
    return 2
  }
}

async function run(args: readonly string[], context: CliContext): Promise<ExitCode> {
  const { values, positionals } = read(args)
  const [command, ...names] = positionals
  if (values.help || command === undefined || command === 'help') {
    context.out(USAGE)
    return command === undefined && !values.help ? 2 : 0
  }
  const version = versionOf(values['if-version'])
  switch (command) {
    case 'pull':
      return pull(context, names, values.dir ?? '.')
    case 'validate':
      return validate(context, given(names, 'files'), values.strict === true)
    case 'push':
      return push(context, given(names, 'files'), { create: values.create === true, version })
    case 'deploy':
      return deploy(context, given(names, 'ids or files'), {
        note: values.note ?? '',
        acknowledge: values.acknowledge ?? [],
        version,
      })
    default:
      throw new CannotTry(`There is no command ${command}; countersign --help lists them`)
  }
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new CannotTry(error instanceof Error ? error.message : String(error))
  }
}

function given(names: readonly string[], what: string): readonly string[] {
  if (names.length === 0) throw new CannotTry(`Name ${what}; countersign --help shows how`)
  return names
}

function versionOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new CannotTry('--if-version wants a whole number from 1')
  return Number(text)
}
