import { serveDidDocument } from '#lib/credentials/well-known.ts'
import { getRuntime } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

/** Where did:web looks when the instance's address has a path (did:web method §2.5.2). */
export function GET(request: Request): Promise<Response> {
  return serveDidDocument(request, getRuntime())
}
