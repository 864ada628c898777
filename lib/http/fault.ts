import { log } from '#lib/log.ts'

/** Classes whose messages are written by code, not made of data. */
const PLAIN = new Set(['Error', 'TypeError', 'RangeError', 'ReferenceError', 'ZodError', 'AssertionError'])

/** Writes a fault to the log with its request's id; leaves out messages of drivers and parsers, which quote data. */
export function logFault(error: unknown, requestId: string): void {
  log.error({ requestId, fault: facts(error) }, 'A request failed')
}

function facts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error }
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return {
    name: error.name,
    ...('code' in error && { code: String(error.code) }),
    ...(PLAIN.has(error.name) && !('code' in error) && { message: error.message }),
    frames: frames.slice(0, 12).map((line) => line.trim()),
  }
}
