import type { Block, GraphIndex } from './graph.ts'
import type { Clock } from './ports.ts'
import type { Recorder } from './recorder.ts'
import type { CancelRequest, Drive, EngineDeps } from './run.ts'
import { type BlockRunRef, type ExecutionEnd, nextSteps } from './schedule.ts'
import { isTerminal, runsWith } from './state.ts'
import { createVisits, type Visits } from './visit.ts'

/** Facts about pure blocks wait at most this long for the next checkpoint, and until they are many. */
const FLUSH_AFTER_MS = 250
const LONGEST_SLEEP_MS = 2_147_483_647

/** One segment of an execution: starts what the schedule allows, and looks again whenever something happened. */
export class Session<Services, Creation> {
  readonly #clock: Clock
  readonly #cancel: AbortSignal | undefined
  readonly #recorder: Recorder
  readonly #graph: GraphIndex
  readonly #visits: Visits
  readonly #stop = new AbortController()
  readonly #tell = () => this.#news.resolve()
  #news = Promise.withResolvers<void>()
  #forgetDeadline: (() => void) | undefined
  #forgetUnwritten: (() => void) | undefined
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
    this.#cancel?.addEventListener('abort', this.#tell)
    this.#watchDeadline()
    try {
      await this.#untilRest()
    } finally {
      this.#cancel?.removeEventListener('abort', this.#tell)
      this.#forgetDeadline?.()
      this.#forgetUnwritten?.()
    }
  }

  async #untilRest(): Promise<void> {
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
      else this.#work(() => this.#visits.takeUp(visit, run))
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
    for (const { begin } of begun) this.#work(begin)
  }

  #work(work: () => Promise<void>): void {
    work().then(this.#tell, (error: unknown) => {
      this.#fault ??= { error }
      this.#tell()
    })
  }

  /** Waits until something happened that the schedule must look at; what happened before it is asked counts too. */
  async #change(): Promise<void> {
    this.#watchUnwritten()
    await this.#news.promise
    this.#news = Promise.withResolvers()
    const since = this.#recorder.unwrittenSince
    if (since !== undefined && this.#now() - since >= FLUSH_AFTER_MS) await this.#recorder.flush()
    this.#noticeDeadline()
  }

  /** One timer at a time: it may come early for facts recorded after those it was set for, and is set again then. */
  #watchUnwritten(): void {
    const since = this.#recorder.unwrittenSince
    if (since === undefined || this.#forgetUnwritten) return
    this.#forgetUnwritten = this.#clock.after(Math.max(0, since + FLUSH_AFTER_MS - this.#now()), () => {
      this.#forgetUnwritten = undefined
      this.#tell()
    })
  }

  #watchDeadline(): void {
    if (this.#recorder.state.deadlineMs === null) return
    this.#forgetDeadline = this.#clock.after(this.#timeLeft(), () => {
      this.#tell()
      if (this.#timeLeft() > 0) this.#watchDeadline()
    })
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
