import { describe, expect, it } from 'vitest'
import { pauseRequestSchema } from '#lib/engine/block.ts'
import { checkConfig } from '#lib/engine/config.ts'
import { checkFields } from '#lib/engine/fields.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { answered, runBlock } from '../testing.ts'
import { manualReview } from './index.ts'

const fields = [{ name: 'approval_reference', label: 'Reference', required: true }]

describe('a review', () => {
  it('pauses with everything an officer needs', async () => {
    const outcome = await runBlock(manualReview, {
      title: 'Review of Jane Doe',
      reason: 'policy_mismatch',
      instructions: 'Compare the names',
      fields,
      context: { screening: { status: 'hit' } },
      assignees: { users: [], roles: ['compliance'] },
      four_eyes: true,
      self_approval: false,
      required_approvals: 2,
      due_in_seconds: 3_600,
      expires_in_seconds: 86_400,
    })
    expect(outcome).toEqual({
      type: 'paused',
      pause: {
        kind: 'review',
        title: 'Review of Jane Doe',
        reason: 'policy_mismatch',
        instructions: 'Compare the names',
        fields: [{ ...fields[0], type: 'text' }],
        decisions: [
          { name: 'approved', label: 'Approve' },
          { name: 'rejected', label: 'Reject' },
        ],
        context: { screening: { status: 'hit' } },
        assignees: { users: [], roles: ['compliance'] },
        policy: { fourEyes: true, selfApproval: false, requiredApprovals: 2 },
        dueInSeconds: 3_600,
        expiresInSeconds: 86_400,
      },
    })
  })

  it('asks for the whole checklist and for one of the reasons, by any way of answering', async () => {
    const reasons = [
      { value: 'same_person', label: 'The same person' },
      { value: 'typing_error', label: 'A typing error' },
    ]
    const outcome = await runBlock(manualReview, {
      fields,
      checklist: ['Compared the pictures', 'Read the hits'],
      reasons,
      priority: 'urgent',
      auto_assign: true,
    })
    const asked = outcome.type === 'paused' ? pauseRequestSchema.parse(outcome.pause) : null
    expect([asked?.priority, asked?.autoAssign]).toEqual([1, true])
    const answer = { approval_reference: 'REF-1', decision_reason: 'same_person' }
    const problems = (data: JsonObject) => checkFields(asked?.fields ?? [], data).map(({ path }) => path)
    expect(problems({ ...answer, checklist: ['Read the hits', 'Compared the pictures'] })).toEqual([])
    expect(problems({ ...answer, checklist: ['Read the hits', 'Read the hits'] })).toEqual(['checklist'])
    expect(problems({ approval_reference: 'REF-1' })).toEqual(['checklist', 'decision_reason'])
    expect(problems({ ...answer, checklist: [], decision_reason: 'because' })).toEqual(['checklist', 'decision_reason'])
  })

  it('has an exit for each decision', () => {
    const decisions = [
      { name: 'release', label: 'Release' },
      { name: 'block', label: 'Block' },
    ]
    expect(manualReview.handles?.(manualReview.config.parse({ decisions }))).toEqual([
      'out',
      'release',
      'block',
      'expired',
      'cancelled',
    ])
  })

  it.each(['out', 'expired', 'cancelled', 'error', 'timeout', 'Approved!'])('refuses a decision called %s', (name) => {
    const found = checkConfig(manualReview.config, { decisions: [{ name, label: 'X' }] })
    expect(found.map(({ path }) => path.join('.'))).toEqual(['decisions.0.name'])
  })
})

describe('a decision', () => {
  const decide = (decision: string, wired: string[], data = {}) =>
    runBlock(manualReview, { fields }, { resumed: answered({ decision, data }), wired: new Set(wired) })
  const output = (decision: string) => ({
    decision,
    submittedBy: 'Tess',
    submittedAt: '2026-11-22T12:00:00.000Z',
  })

  it('leaves by its exit, with the fields filled in', async () => {
    expect(await decide('approved', ['approved'], { approval_reference: 'REF-1' })).toEqual({
      type: 'completed',
      handle: 'approved',
      output: { approval_reference: 'REF-1', ...output('approved') },
    })
  })

  it('says who confirmed it', async () => {
    const bea = { type: 'user' as const, id: 'bea', name: 'Bea' }
    const resumed = { ...answered({ decision: 'approved', data: {} }), confirmedBy: [bea] }
    expect(await runBlock(manualReview, { fields }, { resumed, wired: new Set(['approved']) })).toMatchObject({
      output: { ...output('approved'), confirmedBy: ['Bea'] },
    })
  })

  it('to approve leaves by out where it has no edge of its own', async () => {
    expect(await decide('approved', ['out', 'rejected'])).toEqual({
      type: 'completed',
      handle: 'out',
      output: output('approved'),
    })
  })

  it('to reject fails the block where it has no edge', async () => {
    expect(await decide('rejected', ['out', 'approved'])).toEqual({
      type: 'failed',
      error: { code: 'rejected', message: 'The review was decided: Reject' },
      output: output('rejected'),
    })
  })

  it('to reject leaves by its exit where that has an edge', async () => {
    expect(await decide('rejected', ['out', 'rejected'])).toEqual({
      type: 'completed',
      handle: 'rejected',
      output: output('rejected'),
    })
  })

  it('that the review does not offer never goes on', async () => {
    expect(await decide('waved_through', ['out', 'waved_through'])).toMatchObject({
      type: 'failed',
      error: { code: 'unknown_decision' },
    })
  })

  it('is not put on record by a field that is called like it', async () => {
    const data = { decision: 'approved', submittedBy: 'Somebody else', submittedAt: 'never' }
    expect(await decide('rejected', ['rejected'], data)).toMatchObject({ output: output('rejected') })
  })
})
