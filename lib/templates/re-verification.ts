import { drawGraph, type Template } from './template.ts'

/** Somebody known is screened again and again, with a credential for each period that came out clear. */
export const reVerification: Template = {
  slug: 're_verification',
  name: 'Periodic re-verification',
  description: 'Screens a known customer again after every interval, and renews the credential while nothing is found.',
  graph: drawGraph(
    [
      {
        id: 'start',
        type: 'start',
        name: 'Start',
        config: {
          fields: [
            { name: 'subject_id', label: 'Subject', type: 'text', required: true, help: 'Your own id of the person' },
            { name: 'name', label: 'Name', type: 'text', required: true },
            { name: 'birth_date', label: 'Date of birth', type: 'date' },
            { name: 'interval_days', label: 'Days between', type: 'number', min: 0, max: 366, default: 30 },
            { name: 'rounds', label: 'Rounds', type: 'number', min: 1, max: 500, default: 12 },
          ],
        },
      },
      {
        id: 'next_round',
        type: 'set_variable',
        name: 'Next round',
        join: 'any',
        config: {
          computed: { round: 'vars.round + 1', interval_seconds: 'double(input.interval_days) * 86400.0' },
        },
      },
      {
        id: 'sanctions_screening',
        type: 'sanctions_screening',
        name: 'Screen for sanctions',
        config: { name: '{input.name}', birth_date: '{input.birth_date?}', type: 'person' },
      },
      {
        id: 'screening_result',
        type: 'condition',
        name: 'Screening clear?',
        config: { cases: [{ handle: 'clear', label: 'Clear', when: 'sanctions_screening.status == "clear"' }] },
      },
      {
        id: 'officer_review',
        type: 'manual_review',
        name: 'Officer’s review',
        join: 'any',
        config: {
          title: 'Review {input.name} again',
          reason: 'screening_not_clear',
          instructions: 'The customer no longer screens clear. Compare the hits before you decide.',
          fields: [{ name: 'approval_reference', label: 'Approval reference', type: 'text', required: true }],
          context: { Screening: '{sanctions_screening}', Round: '{vars.round}' },
        },
      },
      {
        id: 'credential_issue',
        type: 'credential_issue',
        name: 'Renew credential',
        join: 'any',
        config: {
          subject_id: '{input.subject_id}',
          claims: { name: '{input.name}', sanctions: '{sanctions_screening.status}', round: '{vars.round}' },
          valid_for_days: 400,
        },
      },
      {
        id: 'more_rounds',
        type: 'condition',
        name: 'Another round?',
        config: { cases: [{ handle: 'again', label: 'Again', when: 'vars.round < input.rounds' }] },
      },
      { id: 'pause', type: 'wait', name: 'Wait for the next round', config: { seconds: '{vars.interval_seconds}' } },
      {
        id: 'finished',
        type: 'end',
        name: 'Finished',
        config: { output: { status: 'finished', rounds: '{vars.round}' } },
      },
      {
        id: 'ended',
        type: 'end',
        name: 'Relation ended',
        config: { output: { status: 'ended', rounds: '{vars.round}' } },
      },
    ],
    [
      'start -> next_round',
      'next_round -> sanctions_screening',
      'sanctions_screening -> screening_result',
      'sanctions_screening.inconclusive -> officer_review',
      'screening_result.clear -> credential_issue',
      'screening_result.else -> officer_review',
      'officer_review.approved -> credential_issue',
      'officer_review.rejected -> ended',
      'credential_issue -> more_rounds',
      'more_rounds.again -> pause',
      'more_rounds.else -> finished',
      'pause -> next_round',
    ],
    {
      variables: [
        { name: 'round', type: 'number', default: 0 },
        { name: 'interval_seconds', type: 'number', default: 0 },
      ],
      settings: { loopLimits: { blockRuns: 10_000, visits: 1_000, traversals: 1_000 } },
    },
  ),
}
