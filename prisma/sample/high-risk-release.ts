import { drawGraph, type Template } from '#lib/templates/template.ts'

const DAY_SECONDS = 86_400

/** Declared data beside the document, a screening, and a decision of two people who may also ask the applicant again. */
export const highRiskRelease: Template = {
  slug: 'high_risk_release',
  name: 'High-risk account release',
  description: 'Two people decide together whether an account that was flagged is released.',
  graph: drawGraph(
    [
      {
        id: 'start',
        type: 'start',
        name: 'Start',
        config: {
          fields: [
            { name: 'subject_id', label: 'Subject', type: 'text', required: true },
            { name: 'first_name', label: 'First name', type: 'text', required: true },
            { name: 'last_name', label: 'Last name', type: 'text', required: true },
            { name: 'birth_date', label: 'Birth date', type: 'date' },
            { name: 'document_number', label: 'Document number', type: 'text' },
          ],
        },
      },
      {
        id: 'document',
        type: 'document_verification',
        name: 'Read document',
        config: {
          document_type: 'passport',
          declared_name: '{input.first_name} {input.last_name}',
          on_negative: 'branch',
        },
      },
      {
        id: 'screening',
        type: 'sanctions_screening',
        name: 'Screen for sanctions',
        config: { name: '{input.first_name} {input.last_name}', birth_date: '{document.birth_date?}', type: 'person' },
      },
      {
        id: 'release_review',
        type: 'manual_review',
        name: 'Release decision',
        join: 'any',
        config: {
          title: 'Release of {input.first_name} {input.last_name}',
          reason: 'high_risk_release',
          instructions: 'Two people must agree. Judge every possible match and compare what was declared.',
          decisions: [
            { name: 'approved', label: 'Release' },
            { name: 'rejected', label: 'Keep closed' },
            { name: 'ask_again', label: 'Ask the applicant' },
          ],
          checklist: ['Every possible match judged', 'Declared data compared with the document'],
          reasons: [
            { value: 'not_the_listed_person', label: 'Not the listed person' },
            { value: 'listed_person', label: 'The listed person' },
            { value: 'documents_missing', label: 'Documents are missing' },
          ],
          four_eyes: true,
          priority: 'high',
          due_in_seconds: DAY_SECONDS,
          context: { Document: '{document}', Screening: '{screening}' },
        },
      },
      {
        id: 'more_information',
        type: 'user_input',
        name: 'More information',
        config: { input_type: 'textarea', title: 'Please explain where the funds come from' },
      },
      { id: 'released', type: 'end', name: 'Released' },
      { id: 'kept_closed', type: 'end', name: 'Kept closed' },
    ],
    [
      'start -> document',
      'document -> screening',
      'document.rejected -> screening',
      'document.inconclusive -> screening',
      'screening -> release_review',
      'screening.inconclusive -> release_review',
      'release_review.approved -> released',
      'release_review.rejected -> kept_closed',
      'release_review.ask_again -> more_information',
      'more_information -> release_review',
    ],
  ),
}
