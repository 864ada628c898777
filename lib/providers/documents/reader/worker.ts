import { parentPort } from 'node:worker_threads'
import { BlockFailure } from '#lib/engine/block.ts'
import type { ReadAnswer, ReadRequest } from './protocol.ts'
import { PageReader } from './read-page.ts'

if (!parentPort) throw new Error('This file is run as a worker')
const port = parentPort
const loading = PageReader.load()

port.on('message', async ({ id, bytes, now }: ReadRequest) => {
  port.postMessage(await answer(id, bytes, new Date(now)))
})

async function answer(id: number, bytes: Uint8Array, now: Date): Promise<ReadAnswer> {
  try {
    const reader = await loading
    const start = performance.now()
    const mrz = await reader.read(bytes, now)
    return { id, type: 'read', mrz, durationMs: Math.round(performance.now() - start) }
  } catch (cause) {
    if (cause instanceof BlockFailure) return { id, type: 'refused', error: cause.error }
    return { id, type: 'failed', message: cause instanceof Error ? cause.message : String(cause) }
  }
}
