import net from 'node:net'
import { z } from 'zod'

// Calls one address over kept-alive connections, each as soon as its last answer has come, and reports to its parent.
// Sockets and prepared bytes in place of an HTTP client: on a machine shared with the server, what the callers cost
// would be measured as the server's.
const orderSchema = z.object({
  port: z.int(),
  request: z.string(),
  callers: z.int(),
  seconds: z.number(),
})
export type Order = z.infer<typeof orderSchema>

const END_OF_HEAD = Buffer.from('\r\n\r\n')

process.on('message', async (message) => {
  const order = orderSchema.parse(message)
  const bytes = Buffer.from(order.request)
  const times: number[] = []
  const began = performance.now()
  const end = began + order.seconds * 1000
  const failed = await Promise.all(
    Array.from({ length: order.callers }, () => call(order.port, bytes, end, (ms) => times.push(ms))),
  )
  const seconds = (performance.now() - began) / 1000
  process.send?.({ times, seconds, failed: failed.reduce((sum, one) => sum + one, 0) })
})

/** Calls until the time is over; answers how many calls were not answered with 200. */
function call(port: number, request: Buffer, end: number, took: (ms: number) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1')
    socket.setNoDelay(true)
    let failed = 0
    let missing = -1
    let status = 0
    let head: Buffer = Buffer.alloc(0)
    let at = 0
    const begin = () => {
      missing = -1
      head = Buffer.alloc(0)
      at = performance.now()
      socket.write(request)
    }
    socket.on('connect', begin)
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      if (missing < 0) {
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
        const until = head.indexOf(END_OF_HEAD)
        if (until < 0) return
        const text = head.subarray(0, until).toString('latin1')
        status = Number(text.slice(9, 12))
        missing = Number(/content-length: (\d+)/i.exec(text)?.[1]) - (head.length - until - END_OF_HEAD.length)
      } else missing -= chunk.length
      if (Number.isNaN(missing)) return socket.destroy(new Error('An answer did not tell its length'))
      if (missing > 0) return
      if (status === 200) took(performance.now() - at)
      else failed += 1
      if (performance.now() < end) return begin()
      socket.end()
      resolve(failed)
    })
  })
}
