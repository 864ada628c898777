import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'
import { findWorkflow, type GraphChoice, startExecution } from '#lib/executions/start.ts'
import { replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { type ExecQuery, type ExecRequest, execQuerySchema, execRequestSchema, startedSchema } from './contract.ts'
import { processFamily, requireEnvironment, systemFamily } from './family.ts'
import { processErrors } from './problem.ts'

/** `POST /process/exec`: starts a process of the caller's organization, and answers once that is on record. */
export function execRoute(runtime: () => Runtime) {
  return defineMethods(processErrors, {
    POST: defineRoute(processFamily(runtime), {
      permission: 'workflows:execute',
      query: execQuerySchema,
      body: execRequestSchema,
      handler: async (caller, { query, body }) => {
        requireEnvironment(caller, query.environment)
        return replyJson(200, await start(runtime(), caller, query, body))
      },
    }),
  })
}

/** `POST /process/start`: the same with a system key, on behalf of the organization that owns the process. */
export function startRoute(runtime: () => Runtime) {
  return defineMethods(processErrors, {
    POST: defineRoute(systemFamily(runtime), {
      permission: 'workflows:execute',
      query: execQuerySchema,
      body: execRequestSchema,
      handler: async (caller, { query, body }) => {
        const organizationId = await runtime().catalog.ownerOf(body.processId)
        if (organizationId === null) throw new AppError('workflow_not_found', 'There is no workflow with this id')
        return replyJson(200, await startForOwner(runtime(), { ...caller, organizationId }, query, body))
      },
    }),
  })
}

/** The owner's trail tells that somebody from outside the organization started a process of theirs. */
async function startForOwner(runtime: Runtime, caller: Member, query: ExecQuery, body: ExecRequest) {
  const started = await start(runtime, caller, query, body)
  const entry = entryBy(caller, {
    action: 'execution.started',
    environment: query.environment,
    target: { type: 'execution', id: started.processInstanceId },
    after: { workflowId: started.processId },
  })
  await runtime.tenant(caller.organizationId).record(entry)
  return started
}

async function start(runtime: Runtime, caller: Member, query: ExecQuery, body: ExecRequest) {
  const { execution, workflow, outcome } = await startExecution(runtime, caller, {
    workflow: { id: body.processId },
    environment: query.environment,
    graph: await chooseGraph(runtime, caller, query, body),
    input: body.data,
    inputSetsVariables: true,
    ...(body.correlationKey !== undefined && { correlationKey: body.correlationKey }),
    trigger: 'process',
    synchronous: false,
  })
  outcome.catch((error: unknown) => runtime.report(error, { executionId: execution.id }))
  return startedSchema.parse({
    processInstanceId: execution.instanceId,
    processId: workflow.id,
    status: 'started',
    startTime: new Date(execution.createdAt).toISOString(),
  })
}

/** The version asked for, else the active one; in DEVELOPMENT the draft where nothing is active. */
async function chooseGraph(
  runtime: Runtime,
  { organizationId }: Member,
  { environment, versionNumber }: ExecQuery,
  { processId }: ExecRequest,
): Promise<GraphChoice> {
  if (versionNumber !== undefined) return { type: 'version', number: versionNumber }
  if (environment === 'PRODUCTION') return { type: 'active' }
  const { active } = await findWorkflow(runtime, organizationId, { workflow: { id: processId }, environment })
  return { type: active ? 'active' : 'draft' }
}
