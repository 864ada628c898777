import { Worker } from 'node:worker_threads'
import { BlockFailure } from '#lib/engine/block.ts'
import type { ReadAnswer, ReadRequest } from './reader/protocol.ts'

export type Read = Extract<ReadAnswer, { type: 'read' }>
type Job = {
  request: ReadRequest
  settle(answer: ReadAnswer): void
  fail(reason: unknown): void
}

const RETRY_AFTER_SECONDS = 5

/**
 * One worker thread that answers one request after the other; started with the first of them, replaced when it
 * breaks down or hangs. It keeps the process alive only while it works.
 */
export class WorkerQueue {
  readonly #file: string
  readonly #longestQueue: number
  readonly #longestJobMs: number
  readonly #waiting: Job[] = []
  #worker: Worker | null = null
  #running: { job: Job; timer: NodeJS.Timeout } | null = null
  #lastId = 0
  #closed = false

  constructor(file: string, limits: { longestQueue: number; longestJobMs: number }) {
    this.#file = file
    this.#longestQueue = limits.longestQueue
    this.#longestJobMs = limits.longestJobMs
  }

  /** Rejects with a `BlockFailure`: `busy` where the queue is full, the worker's own, or with the signal's reason. */
  read(bytes: Uint8Array, now: Date, signal: AbortSignal): Promise<Read> {
    if (signal.aborted) return Promise.reject(signal.reason)
    if (this.#closed || this.#waiting.length >= this.#longestQueue) return Promise.reject(busy())
    const { promise, resolve, reject } = Promise.withResolvers<Read>()
    const abort = () => job.fail(signal.reason)
    const done = () => {
      signal.removeEventListener('abort', abort)
      const place = this.#waiting.indexOf(job)
      if (place >= 0) this.#waiting.splice(place, 1)
    }
    const job: Job = {
      request: { id: ++this.#lastId, bytes, now: now.getTime() },
      settle: (answer) => {
        done()
        if (answer.type === 'read') resolve(answer)
        else reject(answer.type === 'refused' ? new BlockFailure(answer.error) : broken())
      },
      fail: (reason) => {
        done()
        reject(reason)
      },
    }
    signal.addEventListener('abort', abort, { once: true })
    this.#waiting.push(job)
    this.#next()
    return promise
  }

  /** Ends the worker; what waits or runs is rejected, and so is whatever comes later. */
  async close(): Promise<void> {
    this.#closed = true
    for (const job of [...this.#waiting]) job.fail(busy())
    const worker = this.#worker
    this.#breakDown()
    await worker?.terminate()
  }

  #next(): void {
    const job = this.#running ? undefined : this.#waiting.shift()
    if (!job) return
    const worker = this.#worker ?? this.#start()
    worker.ref()
    this.#running = { job, timer: setTimeout(() => this.#breakDown(worker), this.#longestJobMs).unref() }
    worker.postMessage(job.request)
  }

  #start(): Worker {
    const worker = new Worker(this.#file, { execArgv: [] })
    worker.on('message', (answer: ReadAnswer) => this.#answered(answer))
    worker.on('error', () => this.#breakDown(worker))
    worker.on('exit', () => this.#breakDown(worker))
    this.#worker = worker
    return worker
  }

  #answered(answer: ReadAnswer): void {
    const running = this.#running
    if (running?.job.request.id !== answer.id) return
    clearTimeout(running.timer)
    this.#running = null
    this.#worker?.unref()
    running.job.settle(answer)
    this.#next()
  }

  #breakDown(worker = this.#worker): void {
    if (!worker || worker !== this.#worker) return
    this.#worker = null
    void worker.terminate()
    const running = this.#running
    this.#running = null
    if (running) clearTimeout(running.timer)
    running?.job.fail(broken())
    this.#next()
  }
}

function busy(): BlockFailure {
  return new BlockFailure({
    code: 'busy',
    message: 'Too many documents are being read at the moment',
    retryable: true,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  })
}

function broken(): BlockFailure {
  return new BlockFailure({ code: 'reader_failed', message: 'The document could not be read', retryable: true })
}
