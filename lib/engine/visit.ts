import { type AttemptDeps, type AttemptResult, attemptBlock } from './attempt.ts'
import type { BlockError, Resolution } from './block.ts'
import type { Block } from './graph.ts'
import { outcomesFor, type Visit } from './outcome.ts'
import type { Recorder } from './recorder.ts'
import { redactFault } from './redact.ts'
import type { Drive, EngineDeps } from './run.ts'
import type { BlockRunRef } from './schedule.ts'
import { createSecrets } from './secrets.ts'
import { type BlockRun, runKey } from './state.ts'
import type { TimeLimit } from './time-limit.ts'

const LONGEST_DELAY_SECONDS = 300

/** What can be done with one visit of one block; everything that comes of it is recorded. */
export type Visits = {
  /** Records that the visit starts, or goes on after its pause; the work itself waits for the call of what is answered. */
  begin(visit: Visit, ref: BlockRunRef): () => Promise<void>
  /** Goes on with a visit whose owner died. */
  takeUp(visit: Visit, run: BlockRun): Promise<void>
  cancelled(visit: Visit): void
  /** Whether a repeat could be seen from outside, so that the start must be on record before the work. */
  hasEffect(block: Block): boolean
}

/** The visits of one segment; their work ends soon after `stop` aborts. */
export function createVisits<Services, Creation>(
  deps: EngineDeps<Services, Creation>,
  drive: Drive<Services, Creation>,
  recorder: Recorder,
  stop: AbortSignal,
): Visits {
  const { clock, ids } = deps
  const secrets = createSecrets(drive.graph.secretNames, drive.vault, drive.secrets)
  const underway = new Set<TimeLimit>()
  const stopAll = () => {
    for (const limit of underway) limit.stop(stop.reason)
  }
  stop.addEventListener('abort', stopAll, { once: true })
  const attempts: AttemptDeps<Services> = {
    blocks: deps.blocks,
    clock,
    graph: drive.graph,
    info: drive.info,
    environment: drive.environment,
    services: drive.services,
    underway,
    report: (fault, block) => deps.report(redactFault(fault, secrets.texts), drive.info.executionId, block.id),
  }
  const outcomes = outcomesFor({ graph: drive.graph, secrets, clock, ids })

  function effectOf(block: Block) {
    return block.enabled ? deps.blocks.get(block.type)?.effect : 'pure'
  }

  function hasEffect(block: Block): boolean {
    const effect = effectOf(block)
    return effect === 'keyed' || effect === 'once'
  }

  function recordStart({ block, visit }: Visit, attempt: number, ref?: BlockRunRef): void {
    recorder.record({
      t: 'block_started',
      at: clock.now(),
      block: block.id,
      visit,
      attempt,
      takes: ref?.takes ?? [],
      ...(ref && ref.swallows.length > 0 && { swallows: ref.swallows }),
      ...(ref?.resumes && { resumes: ref.resumes }),
    })
  }

  async function work(visit: Visit, firstAttempt: number, resumed?: Resolution): Promise<void> {
    if (!visit.block.enabled) return recorder.record(outcomes.passed(visit, recorder.state))
    secrets.opened(recorder.state)
    const turned = resumed && outcomes.turnedAway(visit, recorder.state, resumed)
    if (turned) {
      for (const fact of turned) recorder.record(fact)
      return
    }
    for (let attempt = firstAttempt; ; attempt++) {
      const run = { ...visit, ...(resumed && { resumed }) }
      const result = await attemptBlock(attempts, secrets.opened(recorder.state), run, stop)
      const retry = retryOf(visit.block, attempt, result)
      if (!retry) return recorder.record(outcomes.concluded(visit, recorder.state, result))
      recorder.record(outcomes.attemptFailed(visit, attempt, retry.error, clock.now() + retry.delay))
      if (!(await waited(visit, retry.delay))) return
      recordStart(visit, attempt + 1)
      if (hasEffect(visit.block)) await recorder.flush()
    }
  }

  /** Waits for the next attempt; answers whether there may be one. */
  async function waited(visit: Visit, delay: number): Promise<boolean> {
    await clock.sleep(delay, stop)
    if (stop.aborted) recorder.record(outcomes.cancelled(visit, 0))
    return !stop.aborted
  }

  /** The error that another attempt may get over, and the milliseconds to wait for it. */
  function retryOf(
    block: Block,
    attempt: number,
    result: AttemptResult,
  ): { error: BlockError; delay: number } | undefined {
    const { retry } = block
    const error = 'outcome' in result && result.outcome.type === 'failed' ? result.outcome.error : undefined
    if (!retry || !error?.retryable || attempt >= retry.attempts || effectOf(block) === 'once') return undefined
    const jitter = 0.8 + 0.4 * ids.random()
    const seconds = error.retryAfterSeconds ?? retry.delaySeconds * retry.factor ** (attempt - 1) * jitter
    return { error, delay: Math.min(seconds, LONGEST_DELAY_SECONDS) * 1000 }
  }

  return {
    hasEffect,
    begin(visit, ref) {
      const known = recorder.state.runs[runKey(visit.block.id, visit.visit)]
      const attempt = (known?.attempts.at(-1)?.attempt ?? 0) + 1
      recordStart(visit, attempt, ref)
      return () => work(visit, attempt, known?.resolution)
    },
    async takeUp(visit, run) {
      const last = run.attempts.at(-1)
      const attempt = last?.attempt ?? 1
      if (last?.retryAt !== undefined) {
        if (!(await waited(visit, Math.max(0, last.retryAt - clock.now())))) return
        recordStart(visit, attempt + 1)
        if (hasEffect(visit.block)) await recorder.flush()
        return work(visit, attempt + 1, run.resolution)
      }
      if (effectOf(visit.block) === 'once') return recorder.record(outcomes.interrupted(visit))
      return work(visit, attempt, run.resolution)
    },
    cancelled: (visit) => recorder.record(outcomes.cancelled(visit, 0)),
  }
}
