import type { z } from 'zod'
import { documentVerification } from '#lib/blocks/document-verification/index.ts'
import { outputSchema, type ScreeningOutput } from '#lib/blocks/sanctions-screening/output.ts'
import type { Json } from '#lib/engine/json.ts'

export type Hit = ScreeningOutput['hits'][number]
export type DocumentOutput = z.output<typeof documentVerification.output>

/** What a block found, told by the shape of its output: context that repeats an output is read alike. */
export type Finding =
  | { kind: 'screening'; screening: ScreeningOutput }
  | { kind: 'document'; document: DocumentOutput }
  | { kind: 'plain'; value: Json }

/** Reads an output as the most telling finding it fits. */
export function findingOf(output: Json): Finding {
  const screening = outputSchema.safeParse(output)
  if (screening.success) return { kind: 'screening', screening: screening.data }
  const document = documentVerification.output.safeParse(output)
  if (document.success) return { kind: 'document', document: document.data }
  return { kind: 'plain', value: output }
}
