import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ExpressionService } from '#lib/blocks/services.ts'
import { BlockFailure } from '#lib/engine/block.ts'
import { type Json, type JsonObject, parseJson } from '#lib/engine/json.ts'
import { type EvaluateAnswer, type EvaluateRequest, READY } from './protocol.ts'

/** The worker's file below the project's folder: found at run time, since a bundler must not take it along. */
const WORKER = ['lib', 'providers', 'expressions', 'worker.ts']
const LONGEST_QUEUE = 200
/** Well above the limit that expressions set themselves: for those that never come to look at the clock. */
const LONGEST_JOB_MS = 1_500
const MEMORY = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 } as const

type Job = { request: EvaluateRequest; settle(answer: EvaluateAnswer): void; fail(reason: unknown): void }

/** Evaluates JSONata in a worker thread, one expression after the other; a worker that hangs or bursts is replaced. */
export function createExpressions(): ExpressionService & { close(): Promise<void> } {
  const queue = new EvaluationQueue()
  return {
    evaluate: (expression, data, signal) => queue.evaluate(expression, data, signal),
    close: () => queue.close(),
  }
}

class EvaluationQueue {
  readonly #waiting: Job[] = []
  #worker: Worker | null = null
  #ready = false
  #running: Job | null = null
  #timer: NodeJS.Timeout | undefined
  #lastId = 0
  #closed = false

  evaluate(expression: string, data: JsonObject, signal: AbortSignal): Promise<Json> {
    if (signal.aborted) return Promise.reject(signal.reason)
    if (this.#closed || this.#waiting.length >= LONGEST_QUEUE) return Promise.reject(busy())
    const { promise, resolve: fulfil, reject } = Promise.withResolvers<Json>()
    const done = () => {
      signal.removeEventListener('abort', abort)
      const place = this.#waiting.indexOf(job)
      if (place >= 0) this.#waiting.splice(place, 1)
    }
    const job: Job = {
      request: { id: ++this.#lastId, expression, data },
      settle: (answer) => {
        done()
        const value = 'json' in answer ? parseJson(answer.json) : undefined
        if (value !== undefined) fulfil(value)
        else reject(failure('message' in answer ? answer.message : 'The value is nested too deeply'))
      },
      fail: (reason) => {
        done()
        reject(reason)
      },
    }
    const abort = () => job.fail(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    this.#waiting.push(job)
    this.#next()
    return promise
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const job of [...this.#waiting]) job.fail(busy())
    const worker = this.#worker
    this.#replace(worker, 'The evaluation was cut off')
    await worker?.terminate()
  }

  #next(): void {
    const job = this.#running ? undefined : this.#waiting.shift()
    if (!job) return
    const worker = this.#worker ?? this.#start()
    worker.ref()
    this.#running = job
    if (this.#ready) this.#watch(worker)
    worker.postMessage(job.request)
  }

  #watch(worker: Worker): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#replace(worker, 'The expression took too long'), LONGEST_JOB_MS).unref()
  }

  #start(): Worker {
    const worker = new Worker(resolve(process.cwd(), ...WORKER), { execArgv: [], resourceLimits: MEMORY })
    this.#ready = false
    worker.on('message', (message: EvaluateAnswer | typeof READY) => {
      if (worker !== this.#worker) return
      if (message !== READY) return this.#answered(message)
      this.#ready = true
      if (this.#running) this.#watch(worker)
    })
    worker.on('error', () => this.#replace(worker, 'The expression needs too much memory'))
    worker.on('exit', () => this.#replace(worker, 'The evaluation was cut off'))
    this.#worker = worker
    return worker
  }

  #answered(answer: EvaluateAnswer): void {
    const running = this.#running
    if (running?.request.id !== answer.id) return
    clearTimeout(this.#timer)
    this.#running = null
    this.#worker?.unref()
    running.settle(answer)
    this.#next()
  }

  #replace(worker: Worker | null, message: string): void {
    if (!worker || worker !== this.#worker) return
    this.#worker = null
    void worker.terminate()
    const running = this.#running
    this.#running = null
    clearTimeout(this.#timer)
    running?.fail(failure(message))
    this.#next()
  }
}

function failure(message: string): BlockFailure {
  return new BlockFailure({ code: 'transform_error', message })
}

function busy(): BlockFailure {
  const message = 'Too many expressions are being evaluated at the moment'
  return new BlockFailure({ code: 'busy', message, retryable: true, retryAfterSeconds: 1 })
}
