import { type NextRequest, NextResponse } from 'next/server'
import { PATH_HEADER } from '#components/session/path-header.ts'

/** Tells pages their own address, so that the sign-in page can lead back to it. */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers)
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search)
  return NextResponse.next({ request: { headers } })
}

export const config = { matcher: ['/', '/(workflows|designer|executions|reviews|settings)/:path*'] }
