import { describe, expect, it } from 'vitest'
import { checkConfig } from '#lib/engine/config.ts'
import { answered, runBlock } from '../testing.ts'
import { userTask } from './index.ts'

const FIELD = { name: 'reference', label: 'Reference', type: 'text', required: true }

describe('user_task', () => {
  it('opens a task as its settings describe it', async () => {
    const config = {
      title: 'Call the applicant',
      reason: 'call',
      instructions: 'Ask for the reference',
      fields: [FIELD],
      context: { name: 'Ada' },
      assignees: { users: [], roles: ['reviewer'] },
      due_in_seconds: 60,
      expires_in_seconds: 120,
    }
    expect(await runBlock(userTask, config)).toEqual({
      type: 'paused',
      pause: {
        kind: 'task',
        title: 'Call the applicant',
        reason: 'call',
        instructions: 'Ask for the reference',
        fields: [FIELD],
        context: { name: 'Ada' },
        assignees: { users: [], roles: ['reviewer'] },
        dueInSeconds: 60,
        expiresInSeconds: 120,
        onCancel: 'cancel_execution',
      },
    })
  })

  it('opens a task that says nothing of instructions and times', async () => {
    expect(await runBlock(userTask, {})).toEqual({
      type: 'paused',
      pause: {
        kind: 'task',
        title: 'Task',
        reason: 'user_task',
        fields: [],
        context: {},
        assignees: { users: [], roles: [] },
        onCancel: 'cancel_execution',
      },
    })
  })

  it('answers what was filled in, by whom and when; nobody can pose as somebody else', async () => {
    const resumed = answered({ data: { reference: 'A-1', submittedBy: 'Mallory' } })
    expect(await runBlock(userTask, { fields: [FIELD] }, { resumed })).toEqual({
      type: 'completed',
      output: { reference: 'A-1', submittedBy: 'Tess', submittedAt: '2026-11-22T12:00:00.000Z' },
    })
  })

  it('has an exit for each way a task ends', () => {
    expect(userTask.handles?.(userTask.config.parse({}))).toEqual(['out', 'cancelled', 'expired'])
  })

  it('refuses two fields of one name', () => {
    expect(checkConfig(userTask.config, { fields: [FIELD, FIELD] })).toEqual([
      { path: ['fields'], message: 'Two fields have one name' },
    ])
  })
})
