import http from 'node:http'
import { processRoutes } from '#lib/apis/process/routes.ts'
import { turnRoutes } from '#lib/apis/turns/routes.ts'
import { v1Routes } from '#lib/apis/v1/routes.ts'
import { env } from '#lib/env.ts'
import { createMount } from '#lib/http/mount.ts'
import { createRuntime } from '#lib/runtime.ts'
import { faultBlocks } from './blocks.ts'

/**
 * One process of a fleet, as it is in production but for the console: it owns executions and serves the APIs. It speaks
 * to its parent over the IPC channel, and dies by SIGKILL before or after its n-th checkpoint where it is told to.
 */
const { runtime, own, close } = createRuntime(env(), {
  blocks: faultBlocks(process.env.VENDOR_URL ?? ''),
  ...(process.env.CAPACITY && { capacity: Number(process.env.CAPACITY) }),
})
dieAt(process.env.DIE_AT)
await own()
const served = () => runtime
const mount = createMount([...v1Routes(served), ...processRoutes(served), ...turnRoutes(served)], 'http://127.0.0.1')
const server = http.createServer((request, response) => {
  if (!mount(request, response)) response.writeHead(404).end()
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : 0, processId: runtime.processId })
})
// Benchmarks ask how much memory is really held.
process.on('message', () => {
  globalThis.gc?.()
  process.send?.('cleaned')
})
process.on('SIGTERM', () => {
  server.close()
  void close().then(() => process.exit(0))
})

/** `before:3` or `after:3`. */
function dieAt(when: string | undefined): void {
  const [side, nth] = when?.split(':') ?? []
  if (!nth) return
  const append = runtime.journal.append.bind(runtime.journal)
  let count = 0
  runtime.journal.append = async (entry) => {
    count += 1
    const fatal = count === Number(nth)
    if (fatal && side === 'before') process.kill(process.pid, 'SIGKILL')
    const result = await append(entry)
    if (fatal && side === 'after') process.kill(process.pid, 'SIGKILL')
    return result
  }
}
