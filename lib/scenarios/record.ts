import type { Member } from '#lib/auth/principal.ts'
import type { Recording } from '#lib/contracts/scenarios.ts'
import { isJsonObject, type Json } from '#lib/engine/json.ts'
import { outputsOf } from '#lib/engine/state.ts'
import { loadOutcome } from '#lib/executions/drive.ts'
import { findTestRun } from '#lib/executions/test-run.ts'
import type { Runtime } from '#lib/ports.ts'
import type { StoredPause } from '#lib/store/executions.ts'

const MOST_VALUES = 200
const LONGEST_TEXT = 200
const DEEPEST = 5

/** Names of outputs that say what a block decided. */
const TELLING = new Set(['status', 'decision', 'result', 'outcome', 'verdict', 'verified', 'passed', 'risk', 'branch'])

/** Instants, ids of ours and others, and signed tokens: another in every run. */
const PASSING = /^\d{4}-\d\d-\d\dT|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^[a-z]+_[0-9A-Z]{26}$|^eyJ/i

/** What a scenario of a test run of the caller's own would be made of; throws `execution_not_found`. */
export async function recordTestRun(runtime: Runtime, principal: Member, executionId: string): Promise<Recording> {
  const execution = await findTestRun(runtime, principal, executionId)
  const [{ state, graph }, pauses] = await Promise.all([
    loadOutcome(runtime, execution),
    runtime.executions.pauses(execution.id),
  ])
  const kept = Object.entries(outputsOf(state)).filter(([id]) => graph.blocks.get(id)?.type !== 'start')
  const values = kept.flatMap(([id, output]) => leaves(output, [id]))
  const ends = new Set(graph.graph.blocks.filter(({ type }) => type === 'end').map(({ id }) => id))
  return {
    input: state.input,
    answers: pauses.flatMap(toAnswer),
    status: state.status,
    values: values.slice(0, MOST_VALUES).map(({ path, value }) => ({
      path: path.join('.'),
      value,
      suggested: isLasting(value) && (ends.has(path[0] ?? '') || TELLING.has(path.at(-1) ?? '')),
    })),
  }
}

function toAnswer({ pause, resolution }: StoredPause): Recording['answers'] {
  if (resolution?.action !== 'complete' || pause.kind === 'timer' || pause.kind === 'child') return []
  const { decision, data } = resolution
  return [{ blockId: pause.blockId, data, ...(decision !== undefined && { decision }) }]
}

/** The plain values in a value; empty lists and objects, long texts and what lies very deep are left out. */
function leaves(value: Json, path: string[]): { path: string[]; value: Json }[] {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'string' && value.length > LONGEST_TEXT ? [] : [{ path, value }]
  }
  if (path.length > DEEPEST) return []
  const members = Array.isArray(value) ? value.map((item, at) => [String(at), item] as const) : membersOf(value)
  return members.flatMap(([key, member]) => leaves(member, [...path, key]))
}

/** Keys with a dot cannot be written in a path. */
function membersOf(value: Json): [string, Json][] {
  return isJsonObject(value) ? Object.entries(value).filter(([key]) => !key.includes('.')) : []
}

function isLasting(value: Json): boolean {
  return value !== null && !(typeof value === 'string' && PASSING.test(value))
}
