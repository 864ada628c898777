import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WorkerQueue } from './worker-queue.ts'

/** Answers with the page's first byte as duration; 0 makes it break down, 255 makes it hang. */
const WORKER = `
import { parentPort } from 'node:worker_threads'
parentPort.on('message', ({ id, bytes }) => {
  if (bytes[0] === 0) throw new Error('broken')
  if (bytes[0] === 255) return
  parentPort.postMessage({ id, type: 'read', mrz: null, durationMs: bytes[0] })
})
`
const NOW = new Date('2026-11-22T12:00:00Z')
const { signal } = new AbortController()
let folder: string
let queue: WorkerQueue

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'worker-queue-'))
  await writeFile(path.join(folder, 'worker.mjs'), WORKER)
  queue = new WorkerQueue(path.join(folder, 'worker.mjs'), { longestQueue: 3, longestJobMs: 1_500 })
})
afterAll(async () => {
  await queue.close()
  await rm(folder, { recursive: true })
})

const read = (byte: number) => queue.read(Uint8Array.of(byte), NOW, signal)
const broken = { reason: { error: { code: 'reader_failed', retryable: true } } }

describe('one worker behind a queue', () => {
  it('answers in turn', async () => {
    const answers = await Promise.all([read(1), read(2), read(3)])
    expect(answers.map(({ durationMs }) => durationMs)).toEqual([1, 2, 3])
  })

  it('fails the page that breaks the worker down and reads the next with a new one', async () => {
    const [first, second] = await Promise.allSettled([read(0), read(4)])
    expect(first).toMatchObject(broken)
    expect(second).toMatchObject({ value: { durationMs: 4 } })
  })

  it('gives up a page that takes too long and reads the next with a new worker', async () => {
    const [first, second] = await Promise.allSettled([read(255), read(5)])
    expect(first).toMatchObject(broken)
    expect(second).toMatchObject({ value: { durationMs: 5 } })
  })

  it('lets a cancelled page leave the queue', async () => {
    const controller = new AbortController()
    const running = read(6)
    const waiting = queue.read(Uint8Array.of(0), NOW, controller.signal)
    controller.abort(new Error('cancelled by test'))
    await expect(waiting).rejects.toThrow('cancelled by test')
    expect((await running).durationMs).toBe(6)
    expect((await read(7)).durationMs).toBe(7)
  })
})
