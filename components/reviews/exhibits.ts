import { blockRegistry } from '#lib/blocks/index.ts'
import type { ReviewDetail } from '#lib/contracts/reviews.ts'
import { canonicalJson, isJsonObject, type Json } from '#lib/engine/json.ts'
import { type Finding, findingOf } from './finding.ts'

/** One thing to look at, under a name; `at` is when it was found, as ISO 8601. */
export type Exhibit = { key: string; title: string; at: string | null; value: Json; finding: Finding }

const WEIGHT: Record<Finding['kind'], number> = { screening: 0, document: 1, plain: 2 }

/**
 * What the review's author wants seen, then what the other blocks found, the most telling first.
 * Blocks that only steer the flow, and what says the same as something shown already, are left out.
 */
export function exhibitsOf({ context, evidence, input }: Pick<ReviewDetail, 'context' | 'evidence' | 'input'>): {
  highlights: Exhibit[]
  rest: Exhibit[]
} {
  const highlights = Object.entries(context)
    .filter(([, value]) => !isEmpty(value))
    .map(([title, value]) => toExhibit(`context:${title}`, title, null, value))
  const said = new Set([input, ...highlights.map(({ value }) => value)].map(canonicalJson))
  const rest = evidence
    .filter(({ blockType }) => blockRegistry.get(blockType)?.category !== 'flow')
    .filter(({ output }) => !isEmpty(output) && !said.has(canonicalJson(output)))
    .map(({ blockId, visit, blockName, endedAt, output }) =>
      toExhibit(`${blockId}:${visit}`, blockName, endedAt, output),
    )
  return { highlights: highlights.sort(byWeight), rest: rest.sort(byWeight) }
}

function toExhibit(key: string, title: string, at: string | null, value: Json): Exhibit {
  return { key, title, at, value, finding: findingOf(value) }
}

function byWeight(a: Exhibit, b: Exhibit): number {
  return WEIGHT[a.finding.kind] - WEIGHT[b.finding.kind]
}

/** Whether a value says nothing. */
export function isEmpty(value: Json): boolean {
  return value === null || value === '' || (isJsonObject(value) && Object.keys(value).length === 0)
}
