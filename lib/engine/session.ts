import type { Block, GraphIndex } from './graph.ts'
import type { Visit } from './outcome.ts'
import type { Clock } from './ports.ts'
import type { Recorder } from './recorder.ts'
import type { CancelRequest, Drive, EngineDeps } from './run.ts'
import { type BlockRunRef, type ExecutionEnd, nextSteps } from './schedule.ts'
import { isTerminal, runKey, runsWith } from './state.ts'
import { createVisits, type Visits } from './visit.ts'

/** Facts about pure blocks wait at most this long for the next checkpoint, and until they are many. */
const FLUSH_AFTER_MS = 250
const LONGEST_SLEEP_MS = 2_147_483_647
/** A reason at hand spares the making of an error, with its stack, for every wait. */
const AWAKE = 'awake'

/** One segment of an execution: starts what the schedule allows, and looks again whenever something happened. */
export class Session<Services, Creation> {
  readonly #clock: Clock
  readonly #cancel: AbortSignal | undefined
  readonly #recorder: Recorder
  readonly #graph: GraphIndex
  readonly #visits: Visits
  readonly #stop = new AbortController()
  readonly #working = new Map<string, Promise<void>>()
  #fault: { error: unknown } | undefined
  #outOfTime = false

  constructor(deps: EngineDeps<Services, Creation>, drive: Drive<Services, Creation>, recorder: Recorder) {
    this.#clock = deps.clock
    this.#cancel = drive.cancel
    this.#recorder = recorder
    this.#graph = drive.graph
    this.#visits = createVisits(deps, drive, recorder, this.#stop.signal)
  }

  /** Stops all work without recording anything more. */
  abandon(): void {
    this.#stop.abort()
  }

  /** Goes on until the next rest; an execution that has ended stays as it is. */
  async drive(): Promise<void> {
    if (isTerminal(this.#recorder.state.status)) return
    this.#noticeCancel()
    this.#takeUp()
    for (;;) {
      this.#noticeCancel()
      const { run, skip, stop, end } = this.#next()
      if (end) {
        this.#finish(end, skip)
        return this.#recorder.flush()
      }
      if (stop) this.#stop.abort()
      await this.#start(run)
      await this.#change()
      if (this.#fault) throw this.#fault.error
    }
  }

  #next() {
    return nextSteps(this.#graph, this.#recorder.state, this.#outOfTime)
  }

  /** Runs that were underway when the former owner died: begun again if that does no harm. */
  #takeUp(): void {
    const { stop } = this.#next()
    for (const run of runsWith(this.#recorder.state, 'running')) {
      const visit = { block: this.#block(run.block), visit: run.visit }
      if (stop) this.#visits.cancelled(visit)
      else this.#work(visit, () => this.#visits.takeUp(visit, run))
    }
  }

  #noticeCancel(): void {
    if (!this.#cancel?.aborted || this.#recorder.state.cancelling) return
    const { by, reason }: CancelRequest = this.#cancel.reason
    this.#recorder.record({ t: 'cancel_requested', at: this.#now(), by, ...(reason !== undefined && { reason }) })
  }

  async #start(refs: readonly BlockRunRef[]): Promise<void> {
    const begun = refs.map((ref) => {
      const visit = { block: this.#block(ref.block), visit: ref.visit }
      return { visit, begin: this.#visits.begin(visit, ref) }
    })
    const effect = begun.some(({ visit }) => this.#visits.hasEffect(visit.block))
    if (effect || this.#recorder.full) await this.#recorder.flush()
    for (const { visit, begin } of begun) this.#work(visit, begin)
  }

  #work(visit: Visit, work: () => Promise<void>): void {
    const key = runKey(visit.block.id, visit.visit)
    const done = work()
      .catch((error: unknown) => {
        this.#fault ??= { error }
      })
      .finally(() => this.#working.delete(key))
    this.#working.set(key, done)
  }

  /** Waits until something happened that the schedule must look at. */
  async #change(): Promise<void> {
    const wake = new AbortController()
    const onCancel = () => wake.abort(AWAKE)
    if (!this.#recorder.state.cancelling) {
      if (this.#cancel?.aborted) return
      this.#cancel?.addEventListener('abort', onCancel, { once: true })
    }
    const waits = [...this.#working.values(), this.#clock.sleep(this.#timeLeft(), wake.signal)]
    try {
      const since = this.#recorder.unwrittenSince
      if (since === undefined) await Promise.race(waits)
      else await this.#changeOrFlush(waits, since + FLUSH_AFTER_MS, wake.signal)
    } finally {
      wake.abort(AWAKE)
      this.#cancel?.removeEventListener('abort', onCancel)
    }
    this.#noticeDeadline()
  }

  async #changeOrFlush(waits: Promise<void>[], flushAt: number, wake: AbortSignal): Promise<void> {
    const overdue = this.#clock.sleep(Math.max(0, flushAt - this.#now()), wake).then(() => true)
    const flush = await Promise.race([overdue, ...waits.map((wait) => wait.then(() => false))])
    if (flush) await this.#recorder.flush()
  }

  #timeLeft(): number {
    const { deadlineMs, activeMs, segment } = this.#recorder.state
    if (deadlineMs === null || this.#outOfTime) return LONGEST_SLEEP_MS
    return Math.min(LONGEST_SLEEP_MS, Math.max(0, deadlineMs - activeMs - (this.#now() - segment.startedAt)))
  }

  #noticeDeadline(): void {
    if (this.#recorder.state.deadlineMs === null || this.#timeLeft() > 0) return
    this.#outOfTime ||= !this.#next().stop
  }

  #finish(end: ExecutionEnd, skipped: string[]): void {
    const at = this.#now()
    if (end.status === 'paused') {
      this.#recorder.record({ t: 'paused', at, skipped })
      return
    }
    const { state } = this.#recorder
    for (const pause of Object.keys(state.pauses)) this.#recorder.record({ t: 'pause_cancelled', at, pause })
    for (const run of runsWith(state, 'answered')) {
      this.#visits.cancelled({ block: this.#block(run.block), visit: run.visit })
    }
    if (end.warning) this.#recorder.record({ t: 'warned', at, ...end.warning })
    this.#recorder.record({ t: 'ended', at, status: end.status, skipped, ...(end.error && { error: end.error }) })
  }

  #block(id: string): Block {
    const block = this.#graph.blocks.get(id)
    if (!block) throw new Error(`The graph has no block ${id}`)
    return block
  }

  #now(): number {
    return this.#clock.now()
  }
}
