import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { HttpRequest } from '#lib/blocks/services.ts'
import { BlockFailure } from '#lib/engine/block.ts'
import { createHttpClient } from './guarded.ts'
import type { Resolver } from './target.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** A server on a loopback address, closed with the test; answers its port. */
export async function serve(handler: Handler, host = '127.0.0.1'): Promise<number> {
  const server = createServer(handler)
  onTestFinished(() => server.closeAllConnections())
  return listen(server, host)
}

/** The same one layer below. */
export async function serveTcp(handler: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    handler(socket)
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
  })
  return listen(server, '127.0.0.1')
}

async function listen(server: Server, host: string): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, host, resolve)
  await promise
  onTestFinished(() => {
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** Calls with a client that may reach these hosts. */
export function createCaller(allow: readonly string[], resolve?: Resolver) {
  const client = createHttpClient({ allow, ...(resolve && { resolve }) })
  onTestFinished(() => client.close())
  return (url: string, request: Partial<HttpRequest> = {}) =>
    client.request({ method: 'GET', url, signal: new AbortController().signal, ...request })
}

/** What a call failed with, as an author would be told. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  const outcome = await call.then(
    () => 'no failure',
    (fault: unknown) => (fault instanceof BlockFailure ? fault.error : fault),
  )
  return outcome
}

/** The body of a request as text. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = await request.toArray()
  return Buffer.concat(chunks).toString()
}
