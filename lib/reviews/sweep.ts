import type { Actor } from '#lib/engine/block.ts'
import { isAppError } from '#lib/errors.ts'
import type { StoredExecution } from '#lib/executions/records.ts'
import type { Runtime } from '#lib/ports.ts'
import type { StoredPause } from '#lib/store/executions.ts'
import type { AwaitingReview, DueReview } from '#lib/store/review-sweeps.ts'
import type { Reviewer } from '#lib/store/reviewers.ts'
import { partIn } from './guard.ts'

const BATCH = 100
const ROTA: Actor = { type: 'system', id: 'rota', name: 'Assignment by turns' }

/** Gives out the reviews that go by turns, and tells people of those that are due soon or late. */
export async function sweepReviews(runtime: Runtime): Promise<void> {
  for (const review of await runtime.reviewSweeps.awaitingAssignee(BATCH)) await assignByTurns(runtime, review)
  for (const review of await runtime.reviewSweeps.dueToTell(BATCH)) await tellDue(runtime, review)
}

/** Gives a review to the one whose turn is the longest ago; it waits on where everybody is away. */
async function assignByTurns(runtime: Runtime, { pauseId, organizationId, workflowId }: AwaitingReview): Promise<void> {
  const found = await load(runtime, organizationId, pauseId)
  if (!found) return
  const tenant = runtime.tenant(organizationId)
  const [reviewers, rota] = await Promise.all([tenant.reviewers(), runtime.reviewSweeps.rota(workflowId)])
  const turn = ({ member }: Reviewer) => rota.get(member.actor.id)?.getTime() ?? 0
  const [next] = reviewers
    .filter(isThere)
    .filter(mayAnswer(found))
    .toSorted((a, b) => turn(a) - turn(b))
  if (!next) return
  const { id: userId, name } = next.member.actor
  const { pause } = found
  await tenant.pauses.change(
    pause,
    { claimedBy: userId, turnIn: workflowId },
    {
      actions: [{ type: 'assigned', actor: ROTA, data: { to: userId, name } }],
      notices: [{ userId, type: 'assigned', occasion: String(pause.revision) }],
      audit: {
        organizationId,
        environment: pause.environment,
        actor: ROTA,
        action: 'review.assigned',
        target: { type: 'review', id: pauseId },
        before: { holder: null },
        after: { holder: userId },
        origin: null,
      },
    },
  )
}

/** Tells whoever has it in hand, else those who are there and are named by it or reviewers by role. */
async function tellDue(runtime: Runtime, due: DueReview): Promise<void> {
  const found = await load(runtime, due.organizationId, due.pauseId)
  if (!found) return
  const { holder } = found.pause
  const people = holder ? [] : await runtime.tenant(due.organizationId).reviewers()
  const { users = [], roles = [] } = found.pause.pause.assignees ?? {}
  const concerned = people
    .filter(isThere)
    .filter(mayAnswer(found))
    .filter(({ member }) => users.length + roles.length > 0 || member.roles.includes('reviewer'))
  await runtime.reviewSweeps.tellDue(due, holder ? [holder.id] : concerned.map(({ member }) => member.actor.id))
}

type Found = { pause: StoredPause; execution: StoredExecution }

async function load(runtime: Runtime, organizationId: string, pauseId: string): Promise<Found | null> {
  const pause = await runtime.executions.findPause(organizationId, pauseId)
  const execution = pause && (await runtime.executions.find(organizationId, { id: pause.executionId }))
  return execution && pause.status === 'open' ? { pause, execution } : null
}

function isThere({ awaySince }: Reviewer): boolean {
  return awaySince === null
}

function mayAnswer({ pause, execution }: Found): (reviewer: Reviewer) => boolean {
  return ({ member }) => {
    try {
      partIn(member, execution, pause)
      return true
    } catch (error) {
      if (isAppError(error)) return false
      throw error
    }
  }
}
