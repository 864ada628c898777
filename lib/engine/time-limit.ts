import type { Clock } from './ports.ts'

/** How long a block may take to stop once it is asked to. */
const GRACE_MS = 10_000

/** The time that one attempt has: its signal, made only where a block asks for it, and when nobody waits any longer. */
export class TimeLimit {
  readonly #clock: Clock
  readonly #reached = Promise.withResolvers<'timeout' | 'stopped'>()
  readonly #forgetTimeout: () => void
  #forgetGrace: (() => void) | undefined
  #controller: AbortController | undefined
  #abortedFor: { reason: unknown } | undefined

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock
    this.#forgetTimeout = clock.after(timeoutMs, () => {
      this.#abort(new Error('The block took too long'))
      this.#reached.resolve('timeout')
    })
  }

  /** Resolves when the attempt is given up. */
  get reached(): Promise<'timeout' | 'stopped'> {
    return this.#reached.promise
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.#abortedFor) this.#controller.abort(this.#abortedFor.reason)
    }
    return this.#controller.signal
  }

  /** Asks the block to stop; it is given up when it takes too long to. */
  stop(reason: unknown): void {
    this.#abort(reason)
    this.#forgetGrace = this.#clock.after(GRACE_MS, () => this.#reached.resolve('stopped'))
  }

  /** The attempt is over. */
  end(): void {
    this.#forgetTimeout()
    this.#forgetGrace?.()
  }

  #abort(reason: unknown): void {
    this.#abortedFor ??= { reason }
    this.#controller?.abort(reason)
  }
}
