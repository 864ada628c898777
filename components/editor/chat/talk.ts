import type { TurnAnswer } from '#lib/contracts/conversation.ts'

export type Line = { id: number; by: 'you' | 'workflow'; text: string }

/** A conversation as it is shown. */
export type Talk = {
  lines: readonly Line[]
  /** `null` before the first answer. */
  runId: string | null
  /** What can be done: begin, write, wait for somebody else, or begin anew. */
  standing: 'new' | 'yours' | 'elsewhere' | 'over'
  /** Why it failed, in the workflow's words. */
  failure: string | null
}

export const NO_TALK: Talk = { lines: [], runId: null, standing: 'new', failure: null }

export type TalkEvent = { type: 'said'; text: string } | { type: 'answered'; answer: TurnAnswer } | { type: 'left' }

/** The conversation after something was said, answered, or given up. */
export function talkOn(talk: Talk, event: TalkEvent): Talk {
  switch (event.type) {
    case 'said':
      return { ...talk, lines: withLines(talk.lines, 'you', [event.text]) }
    case 'answered':
      return answered(talk, event.answer)
    case 'left':
      return NO_TALK
    default:
      return event satisfies never
  }
}

function answered(talk: Talk, answer: TurnAnswer): Talk {
  const said = answer.events.flatMap(({ type, content }) =>
    type === 'assistant_response' && typeof content === 'string' ? [content] : [],
  )
  return {
    lines: withLines(talk.lines, 'workflow', said),
    runId: answer.run_id,
    standing: standingOf(answer),
    failure: answer.error,
  }
}

function standingOf({ is_completed, is_waiting_for_input }: TurnAnswer): Talk['standing'] {
  if (is_completed) return 'over'
  return is_waiting_for_input ? 'yours' : 'elsewhere'
}

function withLines(lines: readonly Line[], by: Line['by'], texts: readonly string[]): Line[] {
  return [...lines, ...texts.map((text, at) => ({ id: lines.length + at, by, text }))]
}
