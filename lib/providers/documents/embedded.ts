import { resolve } from 'node:path'
import type { DocumentReader } from '#lib/blocks/services.ts'
import { readMrzText } from './read-text.ts'
import { WorkerQueue } from './worker-queue.ts'

const PROVIDER = { name: 'embedded', version: '1' } as const
/** The worker's file below the project's folder: found at run time, since a bundler must not take it along. */
const WORKER = ['lib', 'providers', 'documents', 'reader', 'worker.ts']
const LIMITS = { longestQueue: 8, longestJobMs: 60_000 } as const

/** The reader that works without any outside help: text at once, images one by one in a worker thread. */
export function createDocumentReader(
  options: { now?: () => Date; longestQueue?: number } = {},
): DocumentReader & { close(): Promise<void> } {
  const now = options.now ?? (() => new Date())
  const longestQueue = options.longestQueue ?? LIMITS.longestQueue
  const queue = new WorkerQueue(resolve(process.cwd(), ...WORKER), { ...LIMITS, longestQueue })
  return {
    readText: (text) => readMrzText(text, now()),
    readImage: async (file, signal) => {
      const { mrz, durationMs } = await queue.read(file.bytes, now(), signal)
      return { mrz, provider: { ...PROVIDER }, durationMs }
    },
    close: () => queue.close(),
  }
}
