import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { z } from 'zod'
import type { Order } from './callers.ts'

export type Load = { runs: number; seconds: number; p50: number; p95: number; perSecond: number; failed: number }

const reportSchema = z.object({ times: z.array(z.number()), seconds: z.number(), failed: z.int() })

/** Calls one address from so many callers at once for so long, in a process of their own; latencies in milliseconds. */
export async function load(url: string, key: string, body: object, callers: number, seconds: number): Promise<Load> {
  const { port, pathname } = new URL(url)
  const text = JSON.stringify(body)
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(text)}`,
    `x-api-key: ${key}`,
  ]
  const child = fork(path.join(import.meta.dirname, 'callers.ts'))
  const order: Order = { port: Number(port), request: `${head.join('\r\n')}\r\n\r\n${text}`, callers, seconds }
  child.send(order)
  const [report] = await once(child, 'message')
  child.kill()
  const { times, seconds: took, failed } = reportSchema.parse(report)
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
  return { runs: times.length, seconds: took, p50: at(0.5), p95: at(0.95), perSecond: times.length / took, failed }
}
