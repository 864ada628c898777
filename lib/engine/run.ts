import { type AttemptResult, attemptBlock } from './attempt.ts'
import type { Actor, BlockError, ExecutionInfo, PauseInput, Resolution } from './block.ts'
import { pauseRequestSchema } from './block.ts'
import type { Block, EdgeId, GraphIndex } from './graph.ts'
import type { JsonObject } from './json.ts'
import type { BlockRegistry, Clock, Ids, Journal } from './ports.ts'
import { createRecorder, type Recorded, type Recorder, Refused } from './recorder.ts'
import { recordable, redact } from './redact.ts'
import { type BlockRunRef, type ExecutionEnd, nextSteps } from './schedule.ts'
import {
  type BlockRun,
  type ExecutionEvent,
  type ExecutionState,
  latestRun,
  type Pause,
  runKey,
  runsWith,
} from './state.ts'

/** Facts about pure blocks wait at most this long for the next checkpoint. */
const FLUSH_AFTER_MS = 250

export type EngineDeps<Services, Creation> = {
  blocks: BlockRegistry<Services>
  journal: Journal<Creation>
  clock: Clock
  ids: Ids
  /** Told of faults that are not the author's, once each. */
  report(error: unknown, executionId: string, blockId: string): void
}

/** Who asked for an execution to be cancelled, as the reason of its abort signal. */
export type CancelRequest = { by: Actor; reason?: string }

export type Drive<Services, Creation> = {
  info: ExecutionInfo
  graph: GraphIndex
  recorded: Recorded
  /** Facts that go before everything else, with the first checkpoint: the creation, or the answer to a pause. */
  opening?: ExecutionEvent[]
  creation?: Creation
  environment: Record<string, string>
  /** Values that must never be recorded. */
  secrets: readonly string[]
  services: Services
  /** Aborting it with a `CancelRequest` as reason cancels the execution. */
  cancel?: AbortSignal
}

export type RunResult = { type: 'at_rest'; state: ExecutionState } | { type: 'fenced' } | { type: 'conflict' }

/** Drives an execution until it comes to rest (ended or paused), or until somebody else owns it. */
export async function runExecution<Services, Creation>(
  deps: EngineDeps<Services, Creation>,
  drive: Drive<Services, Creation>,
): Promise<RunResult> {
  const recorder = createRecorder(deps.journal, drive.info.executionId, drive.recorded, drive.creation)
  const session = new Session(deps, drive, recorder)
  try {
    for (const event of drive.opening ?? []) recorder.record(event)
    await session.drive()
    return { type: 'at_rest', state: recorder.state }
  } catch (error) {
    session.abandon()
    if (error instanceof Refused) return { type: error.reason }
    throw error
  }
}

class Session<Services, Creation> {
  readonly #deps: EngineDeps<Services, Creation>
  readonly #drive: Drive<Services, Creation>
  readonly #recorder: Recorder
  readonly #graph: GraphIndex
  readonly #stop = new AbortController()
  readonly #working = new Map<string, Promise<void>>()
  #expired: ExecutionEnd | undefined

  constructor(deps: EngineDeps<Services, Creation>, drive: Drive<Services, Creation>, recorder: Recorder) {
    this.#deps = deps
    this.#drive = drive
    this.#recorder = recorder
    this.#graph = drive.graph
  }

  /** Stops all work without recording anything more. */
  abandon(): void {
    this.#stop.abort()
  }

  async drive(): Promise<void> {
    this.#takeUp()
    for (;;) {
      this.#noticeCancel()
      const { run, skip, end } = this.#next()
      if (end) {
        this.#finish(end, skip)
        return this.#recorder.flush()
      }
      if (this.#ending()) this.#stop.abort()
      await this.#start(run)
      await this.#change()
    }
  }

  /** Runs that were underway when the former owner died: begun again if that does no harm. */
  #takeUp(): void {
    for (const run of runsWith(this.#recorder.state, 'running')) {
      const block = this.#block(run.block)
      if (this.#effect(block) !== 'once')
        this.#work(block, run.visit, run.attempts.at(-1)?.attempt ?? 1, run.resolution)
      else
        this.#fail(
          block,
          run.visit,
          { code: 'interrupted', message: 'The block was cut off; what it did is unknown' },
          {},
          0,
        )
    }
  }

  #next(): { run: BlockRunRef[]; skip: string[]; end?: ExecutionEnd } {
    if (!this.#expired) return nextSteps(this.#graph, this.#recorder.state)
    if (this.#working.size > 0) return { run: [], skip: [] }
    const never = this.#graph.graph.blocks.map(({ id }) => id)
    return { run: [], skip: never.filter((id) => !latestRun(this.#recorder.state, id)), end: this.#expired }
  }

  #ending(): boolean {
    const { cancelling, failure, terminating } = this.#recorder.state
    return cancelling || terminating || failure !== undefined || this.#expired !== undefined
  }

  #noticeCancel(): void {
    const { cancel } = this.#drive
    if (!cancel?.aborted || this.#recorder.state.cancelling) return
    const request: CancelRequest = cancel.reason
    this.#cancel(request)
  }

  #cancel(request: CancelRequest): void {
    const { by, reason } = request
    this.#recorder.record({ t: 'cancel_requested', at: this.#now(), by, ...(reason !== undefined && { reason }) })
  }

  async #start(refs: readonly BlockRunRef[]): Promise<void> {
    const started = refs.map((ref) => {
      const block = this.#block(ref.block)
      const known = this.#recorder.state.runs[runKey(ref.block, ref.visit)]
      const attempt = (known?.attempts.at(-1)?.attempt ?? 0) + 1
      this.#recorder.record({
        t: 'block_started',
        at: this.#now(),
        block: ref.block,
        visit: ref.visit,
        attempt,
        takes: ref.takes,
        ...(ref.swallows.length > 0 && { swallows: ref.swallows }),
        ...(ref.resumes && { resumes: ref.resumes }),
      })
      return { block, visit: ref.visit, attempt, answered: known }
    })
    if (started.some(({ block }) => this.#hasEffect(block))) await this.#recorder.flush()
    for (const { block, visit, attempt, answered } of started) this.#work(block, visit, attempt, answered?.resolution)
  }

  #work(block: Block, visit: number, attempt: number, resumed?: Resolution): void {
    const key = runKey(block.id, visit)
    const done = () => this.#working.delete(key)
    // A refused checkpoint is met again by the loop's own next flush.
    this.#working.set(key, this.#runBlock(block, visit, attempt, resumed).then(done, done).then(ignore))
  }

  async #runBlock(block: Block, visit: number, firstAttempt: number, resumed?: Resolution): Promise<void> {
    if (!block.enabled) return this.#complete(block, visit, { output: {}, handle: 'out' }, {}, 0)
    if (resumed && resumed.action !== 'complete' && this.#turnedAway(block, visit, resumed)) return
    for (let attempt = firstAttempt; ; attempt++) {
      const result = await this.#attempt(block, visit, resumed)
      const delay = this.#retryDelay(block, attempt, result)
      if (delay === undefined || !('outcome' in result) || result.outcome.type !== 'failed') {
        return this.#conclude(block, visit, result)
      }
      const retryAt = this.#now() + delay
      this.#recorder.record({
        t: 'attempt_failed',
        at: this.#now(),
        block: block.id,
        visit,
        attempt,
        error: this.#redact(result.outcome.error),
        retryAt,
      })
      await this.#deps.clock.sleep(delay, this.#stop.signal)
      if (this.#stop.signal.aborted) return this.#conclude(block, visit, { cancelled: true, ms: 0 })
      this.#recorder.record({
        t: 'block_started',
        at: this.#now(),
        block: block.id,
        visit,
        attempt: attempt + 1,
        takes: [],
      })
      if (this.#hasEffect(block)) await this.#recorder.flush()
    }
  }

  #attempt(block: Block, visit: number, resumed?: Resolution): Promise<AttemptResult> {
    const deps = {
      blocks: this.#deps.blocks,
      clock: this.#deps.clock,
      graph: this.#graph,
      info: this.#drive.info,
      environment: this.#drive.environment,
      services: this.#drive.services,
      report: (error: unknown) => this.#deps.report(error, this.#drive.info.executionId, block.id),
    }
    return attemptBlock(deps, this.#recorder.state, { block, visit, ...(resumed && { resumed }) }, this.#stop.signal)
  }

  /** Milliseconds to wait before the next attempt; `undefined` where there is none. */
  #retryDelay(block: Block, attempt: number, result: AttemptResult): number | undefined {
    const { retry } = block
    if (!retry || attempt >= retry.attempts || !('outcome' in result) || result.outcome.type !== 'failed')
      return undefined
    const { error } = result.outcome
    if (!error.retryable || this.#effect(block) === 'once') return undefined
    if (error.retryAfterSeconds !== undefined) return Math.min(error.retryAfterSeconds, 300) * 1000
    const jitter = 0.8 + 0.4 * this.#deps.ids.random()
    return Math.min(retry.delaySeconds * retry.factor ** (attempt - 1), 300) * 1000 * jitter
  }

  /** Carries out a cancelled or expired pause; answers whether that decided the block run. */
  #turnedAway(block: Block, visit: number, resolution: Resolution): boolean {
    const handle = resolution.action === 'expire' ? 'expired' : 'cancelled'
    if (this.#graph.wired(block.id).has(handle)) {
      this.#complete(block, visit, { output: { ...resolution.data, [handle]: true }, handle }, {}, 0)
      return true
    }
    if (resolution.action === 'expire') {
      this.#fail(block, visit, { code: 'expired', message: 'Nobody answered in time' }, {}, 0)
      return true
    }
    const run = this.#recorder.state.runs[runKey(block.id, visit)]
    if (run?.pause?.onCancel === 'continue') return false
    this.#recorder.record({ t: 'block_cancelled', at: this.#now(), block: block.id, visit, ms: 0 })
    this.#cancel({ by: resolution.by, reason: 'The waiting block was cancelled' })
    return true
  }

  #conclude(block: Block, visit: number, result: AttemptResult): void {
    if ('cancelled' in result) {
      this.#recorder.record({ t: 'block_cancelled', at: this.#now(), block: block.id, visit, ms: result.ms })
      return
    }
    const { outcome, input, ms } = result
    const read = recordable(input, this.#drive.secrets)
    if (outcome.type === 'completed') this.#complete(block, visit, outcome, read, ms)
    else if (outcome.type === 'failed')
      this.#fail(block, visit, outcome.error, read, ms, outcome.output, result.timedOut)
    else this.#pause(block, visit, outcome.pause, read, ms)
  }

  #complete(
    block: Block,
    visit: number,
    outcome: { output: JsonObject; handle?: string; variables?: JsonObject; terminate?: boolean },
    input: JsonObject,
    ms: number,
  ): void {
    const handle = outcome.handle ?? 'out'
    const variables = outcome.variables && { ...this.#recorder.state.variables, ...this.#redact(outcome.variables) }
    this.#recorder.record({
      t: 'block_completed',
      at: this.#now(),
      block: block.id,
      visit,
      ms,
      input,
      output: this.#redact(outcome.output),
      handle,
      emits: this.#emits(block, handle),
      ...(variables && { variables }),
      ...(outcome.terminate && { terminates: true }),
    })
  }

  #fail(
    block: Block,
    visit: number,
    error: BlockError,
    input: JsonObject,
    ms: number,
    output?: JsonObject,
    timedOut?: true,
  ): void {
    const wired = this.#graph.wired(block.id)
    const handled = [
      timedOut && wired.has('timeout') && 'timeout',
      wired.has('error') && 'error',
      block.onError === 'continue' && 'out',
    ].find((handle) => handle !== false && handle !== undefined)
    this.#recorder.record({
      t: 'block_failed',
      at: this.#now(),
      block: block.id,
      visit,
      ms,
      input,
      error: this.#redact(error),
      ...(output && { output: this.#redact(output) }),
      ...(timedOut && { timedOut }),
      ...(handled && { handled }),
      emits: handled ? this.#emits(block, handled) : [],
    })
  }

  #pause(block: Block, visit: number, request: PauseInput, input: JsonObject, ms: number): void {
    const at = this.#now()
    const asked = this.#redact(pauseRequestSchema.parse(request))
    const after = (seconds: number | undefined) => (seconds === undefined ? undefined : at + seconds * 1000)
    const times = {
      dueAt: after(asked.dueInSeconds),
      expiresAt: after(asked.expiresInSeconds),
      wakeAt: after(asked.wakeInSeconds),
    }
    const pause: Pause = {
      ...asked,
      id: this.#deps.ids.pause(),
      blockId: block.id,
      visit,
      openedAt: at,
      ...definedOnly(times),
    }
    this.#recorder.record({ t: 'block_paused', at, block: block.id, visit, ms, input, pause })
  }

  #emits(block: Block, handle: string): { edge: EdgeId; to: string }[] {
    return this.#graph.outgoing(block.id, handle).map((edge) => ({ edge: edge.id, to: edge.target }))
  }

  /** Waits until something happened that the schedule must look at. */
  async #change(): Promise<void> {
    const wake = new AbortController()
    const { cancel } = this.#drive
    const onCancel = () => wake.abort()
    if (!this.#recorder.state.cancelling) cancel?.addEventListener('abort', onCancel, { once: true })
    const waits: Promise<unknown>[] = [...this.#working.values()]
    waits.push(this.#deps.clock.sleep(this.#timeLeft(), wake.signal))
    try {
      if (cancel?.aborted && !this.#recorder.state.cancelling) return
      const flushed =
        this.#recorder.unwritten > 0
          ? this.#deps.clock.sleep(FLUSH_AFTER_MS, wake.signal).then(() => 'flush')
          : undefined
      if (flushed) waits.push(flushed)
      const first = await Promise.race(waits)
      if (first === 'flush' && this.#recorder.unwritten > 0) await this.#recorder.flush()
    } finally {
      wake.abort()
      cancel?.removeEventListener('abort', onCancel)
    }
    this.#noticeDeadline()
  }

  #timeLeft(): number {
    const { deadlineMs, activeMs, segment } = this.#recorder.state
    if (deadlineMs === null || this.#expired) return 2_147_483_647
    return Math.max(0, deadlineMs - activeMs - (this.#now() - segment.startedAt))
  }

  #noticeDeadline(): void {
    const { deadlineMs } = this.#recorder.state
    if (deadlineMs === null || this.#expired || this.#timeLeft() > 0 || this.#ending()) return
    const error = { code: 'deadline_exceeded', message: `Execution timed out after ${deadlineMs / 1000}s` }
    this.#expired = { status: 'failed', error }
  }

  #finish(end: ExecutionEnd, skipped: string[]): void {
    const at = this.#now()
    if (end.status === 'paused') {
      this.#recorder.record({ t: 'paused', at, skipped })
      return
    }
    for (const pause of Object.keys(this.#recorder.state.pauses))
      this.#recorder.record({ t: 'pause_cancelled', at, pause })
    if (end.warning) this.#recorder.record({ t: 'warned', at, ...end.warning })
    this.#recorder.record({ t: 'ended', at, status: end.status, skipped, ...(end.error && { error: end.error }) })
  }

  #block(id: string): Block {
    const block = this.#graph.blocks.get(id)
    if (!block) throw new Error(`The graph has no block ${id}`)
    return block
  }

  #effect(block: Block) {
    return block.enabled ? this.#deps.blocks.get(block.type)?.effect : 'pure'
  }

  #hasEffect(block: Block): boolean {
    const effect = this.#effect(block)
    return effect === 'keyed' || effect === 'once'
  }

  #redact<Value extends object>(value: Value): Value {
    return redact(value as JsonObject, this.#drive.secrets) as Value
  }

  #now(): number {
    return this.#deps.clock.now()
  }
}

function ignore(): void {}

function definedOnly<Shape extends Record<string, number | undefined>>(
  times: Shape,
): { [Key in keyof Shape]?: number } {
  return Object.fromEntries(Object.entries(times).filter(([, time]) => time !== undefined)) as {
    [Key in keyof Shape]?: number
  }
}

/** The run of a block as shown to people while its pause is open or after. */
export function pausedRun(state: ExecutionState, pauseId: string): BlockRun | undefined {
  return Object.values(state.runs).find((run) => run.pause?.id === pauseId)
}
