import type { Problem } from '#lib/engine/problem.ts'

/** A problem's message for the field it is shown at, which needs no path before it. */
export function messageAt({ message, path }: Problem): string {
  const inner = path?.replace(/^config\.?/, '')
  return inner && message.startsWith(`${inner}: `) ? message.slice(inner.length + 2) : message
}

/** What is wrong with the fields of a block, by path; the first finding of each field. */
export function fieldErrors(problems: readonly Problem[], blockId: string): Map<string, string> {
  const errors = new Map<string, string>()
  for (const problem of problems) {
    if (problem.blockId !== blockId || problem.path === undefined || errors.has(problem.path)) continue
    errors.set(problem.path, messageAt(problem))
  }
  return errors
}
