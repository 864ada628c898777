import type { WorkflowDetail } from '#lib/contracts/workflows.ts'
import type { FieldSpec } from '#lib/engine/fields.ts'
import type { Json, JsonObject } from '#lib/engine/json.ts'
import type { SampleCall } from './samples.ts'

export const WAYS = ['sync', 'async', 'turns'] as const
/** How a workflow is called: waiting for the result, coming back for it, or turn by turn. */
export type Way = (typeof WAYS)[number]

/** A value for each field that would be accepted: what it is without an answer, or an example of its kind. */
export function exampleInput(fields: readonly FieldSpec[]): JsonObject {
  return Object.fromEntries(fields.map((field) => [field.name, field.default ?? exampleOf(field)]))
}

function exampleOf({ type, name, options, min }: FieldSpec): Json {
  const first = options?.[0]?.value ?? ''
  switch (type) {
    case 'number':
      return min ?? 1
    case 'boolean':
      return true
    case 'date':
      return '1990-05-15'
    case 'select':
      return first
    case 'multiselect':
      return [first]
    case 'json':
      return {}
    case 'file':
      return 'file_…'
    case 'text':
    case 'textarea':
      return `example ${name}`
    default:
      return type satisfies never
  }
}

/** The call that runs a workflow this way, as its example shows it. */
export function callOf(
  way: Way,
  { id, publicId, hexId, environment }: Pick<WorkflowDetail, 'id' | 'publicId' | 'hexId' | 'environment'>,
  input: JsonObject,
  publicUrl: string,
): SampleCall {
  switch (way) {
    case 'sync':
      return post(`${publicUrl}/v1/workflows/execute`, { workflowId: publicId, options: { input } })
    case 'async':
      return post(`${publicUrl}/process/exec?environment=${environment}`, { processId: id, data: input })
    case 'turns':
      return post(`${publicUrl}/workflows/v1/workflows/${hexId}/execute`, { run_input: { dynamic_variables: input } })
    default:
      return way satisfies never
  }
}

function post(url: string, body: JsonObject): SampleCall {
  return { method: 'POST', url, body }
}
