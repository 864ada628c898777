import { serveDocument } from '#lib/openapi/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

export function GET(): Response {
  return serveDocument(getRuntime)
}
