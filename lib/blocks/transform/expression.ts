import jsonata from 'jsonata'
import { z } from 'zod'

const faultSchema = z.object({ message: z.string(), position: z.number().optional() })

/** What is wrong with a JSONata expression before it runs; `null` where nothing is. */
export function findFault(expression: string): string | null {
  try {
    jsonata(expression)
    return null
  } catch (fault) {
    return describeFault(fault)
  }
}

/** The message of what JSONata throws, with the place in the expression, counted from 1. */
export function describeFault(fault: unknown): string {
  const parsed = faultSchema.safeParse(fault)
  if (!parsed.success) return 'The expression failed'
  const { message, position } = parsed.data
  return position === undefined ? message : `${message} (at character ${position})`
}
