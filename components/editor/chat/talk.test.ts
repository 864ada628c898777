import { describe, expect, it } from 'vitest'
import type { TurnAnswer } from '#lib/contracts/conversation.ts'
import { NO_TALK, type TalkEvent, talkOn } from './talk.ts'

const answer = (rest: Partial<TurnAnswer>, ...said: string[]): TalkEvent => ({
  type: 'answered',
  answer: {
    run_id: 'r1',
    status: 'waiting_for_user_input',
    turn_number: 1,
    events: [{ type: 'start_thread' }, ...said.map((content) => ({ type: 'assistant_response', content }))],
    is_waiting_for_input: true,
    is_completed: false,
    error: null,
    ...rest,
  },
})

describe('a conversation', () => {
  it('holds what both sides said, in order', () => {
    const events = [answer({}, 'Hi', 'Name?'), { type: 'said', text: 'Ada' } as const, answer({}, 'City?')]
    expect(events.reduce(talkOn, NO_TALK)).toEqual({
      lines: [
        { id: 0, by: 'workflow', text: 'Hi' },
        { id: 1, by: 'workflow', text: 'Name?' },
        { id: 2, by: 'you', text: 'Ada' },
        { id: 3, by: 'workflow', text: 'City?' },
      ],
      runId: 'r1',
      standing: 'yours',
      failure: null,
    })
  })

  it.each([
    ['elsewhere', { is_waiting_for_input: false }, null],
    ['over', { is_waiting_for_input: false, is_completed: true }, null],
    ['over', { is_waiting_for_input: false, is_completed: true, error: 'Check: It broke' }, 'Check: It broke'],
  ])('stands %s after %j', (standing, rest, failure) => {
    expect(talkOn(NO_TALK, answer(rest))).toMatchObject({ standing, failure })
  })

  it('begins anew when it is left', () => {
    expect(talkOn(talkOn(NO_TALK, answer({}, 'Hi')), { type: 'left' })).toEqual(NO_TALK)
  })
})
