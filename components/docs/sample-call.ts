import type { ReferenceOperation } from '#lib/contracts/reference.ts'
import type { SampleCall } from './samples.ts'

/** The call an operation's example makes; names of what is not known yet stand in angle brackets. */
export function sampleCallOf(operation: ReferenceOperation, publicUrl: string): SampleCall {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `<${name}>`)
  return { method: operation.method, url: `${publicUrl}${path}`, body: operation.body?.example ?? null }
}

/** The address of an operation with its parameters filled in; empty ones are left out. */
export function addressOf(
  { path, parameters }: Pick<ReferenceOperation, 'path' | 'parameters'>,
  values: Readonly<Record<string, string>>,
): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
  const query = new URLSearchParams(
    parameters.flatMap(({ name, in: place }) => {
      const value = values[name]
      return place === 'query' && value ? [[name, value]] : []
    }),
  )
  return query.size === 0 ? filled : `${filled}?${query}`
}
