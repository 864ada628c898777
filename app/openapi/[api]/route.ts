import { serveDocument } from '#lib/openapi/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export async function GET(_request: Request, { params }: { params: Promise<{ api: string }> }): Promise<Response> {
  return serveDocument(getRuntime, (await params).api)
}
