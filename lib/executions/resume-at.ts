import type { Member } from '#lib/auth/principal.ts'
import type { GraphIndex } from '#lib/engine/graph.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { isTerminal, type Pause } from '#lib/engine/state.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import { answerPause } from './answer.ts'
import { graphOf, type Outcome } from './drive.ts'
import type { StoredExecution } from './records.ts'

/**
 * Answers the open pause that `blockId` stands directly behind, or is, with `input` as the submission; `null` where
 * the source waits at no such pause. Throws `pause_already_resolved` where it just went on or `input` is an answer to
 * such a pause, `ambiguous_decision`.
 */
export async function resumeAt(
  runtime: Runtime,
  principal: Member,
  source: StoredExecution,
  blockId: string,
  input: JsonObject,
): Promise<{ outcome: Promise<Outcome> } | null> {
  const graph = await graphOf(runtime, source)
  const behind = (await runtime.executions.pauses(source.id)).filter(({ pause }) => leadsTo(graph, pause, blockId))
  const open = behind.find((pause) => pause.status === 'open')
  if (!open) {
    if (
      behind.some(({ pause }) => isSubmission(pause, input)) ||
      (behind.length > 0 && (await isGoingOn(runtime, source)))
    ) {
      throw new AppError('pause_already_resolved', 'The pause before this block has already been answered')
    }
    return null
  }
  const { decision, data } = decisionFor(graph, open.pause, blockId, input)
  return answerPause(runtime, principal, source, open, {
    action: 'complete',
    data,
    ...(decision !== undefined && { decision }),
  })
}

/** Whether the input answers this pause: a late or repeated answer must not be taken for the wish to run again. */
function isSubmission({ fields, decisions }: Pause, input: JsonObject): boolean {
  return (
    fields.some(({ name }) => Object.hasOwn(input, name)) || (decisions.length > 0 && Object.hasOwn(input, 'decision'))
  )
}

/** Whether the source is underway, or was taken up or answered since it was read. */
async function isGoingOn(runtime: Runtime, source: StoredExecution): Promise<boolean> {
  if (isTerminal(source.status)) return false
  if (source.status !== 'paused' || (await runtime.executions.unappliedAnswers(source.id)).length > 0) return true
  const now = await runtime.executions.find(source.organizationId, { id: source.id })
  return now?.epoch !== source.epoch
}

function leadsTo(graph: GraphIndex, pause: Pause, blockId: string): boolean {
  return pause.blockId === blockId || graph.outgoing(pause.blockId).some((edge) => edge.target === blockId)
}

/** The decision whose branch leads to the block; the submission must say which where several do. */
function decisionFor(
  graph: GraphIndex,
  pause: Pause,
  blockId: string,
  input: JsonObject,
): { decision?: string; data: JsonObject } {
  const names = pause.decisions.map(({ name }) => name)
  if (names.length === 0) return { data: input }
  const said = typeof input.decision === 'string' && names.includes(input.decision) ? input.decision : undefined
  const ownField = pause.fields.some((field) => field.name === 'decision')
  const { decision: _decision, ...others } = input
  const data = ownField ? input : others
  if (said !== undefined) return { decision: said, data }
  const leading = names.filter((name) => edgesOf(graph, pause, name).some((edge) => edge.target === blockId))
  const [only, ...more] = leading
  if (only !== undefined && more.length === 0) return { decision: only, data }
  throw new AppError('ambiguous_decision', 'The request must say which decision is meant', {
    details: [
      {
        path: 'options.input.decision',
        message: `Must be one of ${(leading.length > 0 ? leading : names).join(', ')}`,
      },
    ],
  })
}

/** The edges a decision takes: its own handle's, or those of `out` for an approval without one. */
function edgesOf(graph: GraphIndex, pause: Pause, name: string) {
  const own = graph.outgoing(pause.blockId, name)
  return own.length === 0 && name === 'approved' ? graph.outgoing(pause.blockId, 'out') : own
}
