import { once } from 'node:events'
import http from 'node:http'
import type { Socket } from 'node:net'
import next from 'next'
import type { Mount } from '#lib/http/mount.ts'
import { ADDRESS_HEADER } from '#lib/http/origin.ts'
import { ROOT } from './steps.ts'

const DRAIN_MS = 3000

export type Server = { close(): Promise<void> }

/**
 * Answers HTTP with the console and the APIs in this process; what `mount` knows never passes the framework. `close` takes no new connection, gives calls that are
 * under way three seconds, then cuts them off. Throws when the port is taken.
 */
export async function serve(options: { dev: boolean; host: string; port: number; mount: Mount }): Promise<Server> {
  const server = http.createServer({
    // A client has this long to send its headers and its whole request: slow ones cannot hold connections for ever.
    headersTimeout: 15_000,
    requestTimeout: 120_000,
    keepAliveTimeout: 30_000,
    connectionsCheckingInterval: 5000,
  })
  const app = next({ dev: options.dev, dir: ROOT, hostname: options.host, port: options.port, httpServer: server })
  await app.prepare()
  const handle = app.getRequestHandler()
  server.on('request', (request, response) => {
    tellAddress(request)
    if (!options.mount(request, response)) void handle(request, response)
  })
  // Sockets that were upgraded are no connections of the HTTP server any more, yet it would wait for them.
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await listen(server, options.host, options.port)
  return {
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.destroy()
      }, DRAIN_MS)
      await closed
      clearTimeout(cut)
      await app.close()
    },
  }
}

/** Writes down the caller's address, over whatever the caller claims it to be. */
function tellAddress(request: http.IncomingMessage): void {
  const { rawHeaders } = request
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2) {
    if (rawHeaders[at]?.toLowerCase() === ADDRESS_HEADER) rawHeaders.splice(at, 2)
  }
  const address = request.socket.remoteAddress ?? ''
  request.headers[ADDRESS_HEADER] = address
  rawHeaders.push(ADDRESS_HEADER, address)
}

/** Throws a message that names PORT when something else answers there. */
export async function requireFreePort(host: string, port: number): Promise<void> {
  const probe = http.createServer()
  await listen(probe, host, port)
  probe.close()
  await once(probe, 'close')
}

async function listen(server: http.Server, host: string, port: number): Promise<void> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    throw busy ? new Error(`Port ${port} is in use. Choose another one: PORT=${port + 1} npm start`) : error
  }
}
