/** Classes whose messages are written by code, not made of data. */
const PLAIN = new Set(['Error', 'TypeError', 'RangeError', 'ReferenceError', 'ZodError', 'AssertionError'])

/** What the log may hold of a fault: leaves out messages of drivers and parsers, which quote data. */
export function faultFacts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error }
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return {
    name: error.name,
    ...('code' in error && { code: String(error.code) }),
    ...(PLAIN.has(error.name) && !('code' in error) && { message: error.message }),
    frames: frames.slice(0, 12).map((line) => line.trim()),
  }
}
