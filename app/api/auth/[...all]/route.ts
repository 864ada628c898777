import { getRuntime } from '#lib/runtime.ts'

function serve(request: Request): Promise<Response> {
  return getRuntime().auth.handler(request)
}

export { serve as GET, serve as POST }
