import { serveJwks } from '#lib/credentials/well-known.ts'
import { getRuntime } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

export function GET(request: Request): Promise<Response> {
  return serveJwks(request, getRuntime())
}
