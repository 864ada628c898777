import type { Member } from '#lib/auth/principal.ts'
import type { Scenario, ScenarioAnswer, ScenarioResult } from '#lib/contracts/scenarios.ts'
import { isTerminal, outputsOf } from '#lib/engine/state.ts'
import { AppError, isAppError } from '#lib/errors.ts'
import { cancelExecution } from '#lib/executions/cancel.ts'
import type { Outcome } from '#lib/executions/drive.ts'
import { settled } from '#lib/executions/settle.ts'
import { findTestRun, startTestRun } from '#lib/executions/test-run.ts'
import { resolveTestPause } from '#lib/executions/test-run-answer.ts'
import type { Runtime } from '#lib/ports.ts'
import { compareOutputs } from './compare.ts'
import { getScenario } from './list.ts'

const LONGEST_MS = 60_000

/**
 * Runs a scenario on the draft, answers what it waits for as the scenario says, and keeps what it came to. Throws
 * `workflow_not_found` and `not_found`; whatever else goes wrong is the result.
 */
export async function runScenario(
  runtime: Runtime,
  principal: Member,
  workflowId: string,
  id: string,
): Promise<ScenarioResult> {
  const scenario = await getScenario(runtime, principal, workflowId, id)
  const draft = await runtime.tenant(principal.organizationId).workflows.draft(workflowId)
  if (!draft) throw new AppError('workflow_not_found', 'There is no such workflow')
  const result = await carryOut(runtime, principal, workflowId, scenario).then(
    (run) => judge(scenario, run),
    (error: unknown) => {
      if (!isAppError(error)) throw error
      return { ...NOT_STARTED, problem: wordsOf(error) }
    },
  )
  const kept = { ...result, draftHash: draft.hash, at: new Date(runtime.clock.now()).toISOString() }
  await runtime.tenant(principal.organizationId).scenarios.saveResult(id, kept)
  return kept
}

type Run = { executionId: string; outcome: Outcome; problem: string | null }
type Judged = Omit<ScenarioResult, 'draftHash' | 'at'>

const NOT_STARTED: Judged = {
  passed: false,
  executionId: null,
  status: null,
  problem: null,
  differences: [],
  blocks: [],
  edges: [],
}

async function carryOut(runtime: Runtime, principal: Member, workflowId: string, scenario: Scenario): Promise<Run> {
  const { execution, outcome } = await startTestRun(runtime, principal, workflowId, { input: scenario.input })
  const executionId = execution.id
  const giveUp = AbortSignal.timeout(LONGEST_MS)
  const answers = [...scenario.answers]
  let reached = await inTime(settled(runtime, executionId, outcome), giveUp)
  while (reached?.state.status === 'paused') {
    const next = await answerNext(runtime, principal, executionId, reached, answers)
    if ('problem' in next) return stop(runtime, principal, executionId, reached, next.problem)
    reached = await inTime(next.outcome, giveUp)
  }
  if (reached) return { executionId, outcome: reached, problem: null }
  return stop(runtime, principal, executionId, null, `The run did not end within ${LONGEST_MS / 1000} seconds`)
}

/** Answers one open pause as the scenario says; moments to come need not be waited for. */
async function answerNext(
  runtime: Runtime,
  principal: Member,
  executionId: string,
  { state, graph }: Outcome,
  answers: ScenarioAnswer[],
): Promise<{ outcome: Promise<Outcome> } | { problem: string }> {
  const open = Object.values(state.pauses).toSorted((a, b) => a.openedAt - b.openedAt)
  const execution = await findTestRun(runtime, principal, executionId)
  for (const pause of open) {
    const at = answers.findIndex(({ blockId }) => blockId === pause.blockId)
    const [answer] = at < 0 ? [] : answers.splice(at, 1)
    if (!answer && pause.kind !== 'timer') continue
    const { decision, data = {} } = answer ?? {}
    const request = { pauseId: pause.id, data, ...(decision !== undefined && { decision }) }
    return resolveTestPause(runtime, principal, execution, request).catch((error: unknown) => {
      if (isAppError(error)) return { problem: wordsOf(error) }
      throw error
    })
  }
  const names = open.map(({ blockId }) => graph.blocks.get(blockId)?.name ?? blockId)
  return { problem: `The scenario says no answer for ${names.join(', ')}` }
}

/** A run that is given up is not left waiting for somebody. */
async function stop(
  runtime: Runtime,
  principal: Member,
  executionId: string,
  reached: Outcome | null,
  problem: string,
): Promise<Run> {
  const execution = await findTestRun(runtime, principal, executionId)
  const cancelled = await cancelExecution(runtime, principal, execution).catch((error: unknown) => {
    if (isAppError(error) && reached) return reached
    throw error
  })
  return { executionId, outcome: reached ?? cancelled, problem }
}

function judge({ expectedStatus, expectedOutputs }: Scenario, { executionId, outcome, problem }: Run): Judged {
  const { state } = outcome
  const differences = compareOutputs(expectedOutputs, outputsOf(state))
  const runs = Object.values(state.runs)
  return {
    passed: problem === null && isTerminal(state.status) && state.status === expectedStatus && differences.length === 0,
    executionId,
    status: state.status,
    problem,
    differences,
    blocks: [...new Set(runs.map(({ block }) => block))],
    edges: [...new Set(runs.flatMap(({ emitted }) => emitted))],
  }
}

function wordsOf({ message, details }: AppError): string {
  return [message, ...details.map((detail) => detail.message)].join('; ')
}

async function inTime(outcome: Promise<Outcome>, giveUp: AbortSignal): Promise<Outcome | null> {
  const late = Promise.withResolvers<null>()
  const onAbort = () => late.resolve(null)
  giveUp.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([outcome, giveUp.aborted ? null : late.promise])
  } finally {
    giveUp.removeEventListener('abort', onAbort)
  }
}
