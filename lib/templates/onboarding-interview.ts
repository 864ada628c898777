import { drawGraph, type Template } from './template.ts'

/** An applicant is asked one thing after another; what they say is compared with their document and screened. */
export const onboardingInterview: Template = {
  slug: 'onboarding_interview',
  name: 'Onboarding interview',
  description:
    'Asks an applicant for name, birth date and document in a conversation, checks all three, and issues a credential.',
  graph: drawGraph(
    [
      {
        id: 'start',
        type: 'start',
        name: 'Start',
        config: {
          fields: [
            { name: 'subject_id', label: 'Subject', type: 'text', required: true, help: 'Your own id of the person' },
          ],
        },
      },
      {
        id: 'welcome',
        type: 'message',
        name: 'Welcome',
        config: { content: 'Welcome. I will ask you for three things, and then check them.', mode: 'first' },
      },
      {
        id: 'ask_name',
        type: 'ask',
        name: 'Ask for the name',
        config: {
          question: 'What is your full name, as it stands in your passport?',
          answer: { name: 'answer', label: 'Full name', type: 'text', required: true, min: 3, max: 200 },
          retry_message: 'Please write your first and last name.',
        },
      },
      {
        id: 'ask_birth_date',
        type: 'ask',
        name: 'Ask for the birth date',
        config: {
          question: 'When were you born? Please write it like 1990-05-15.',
          answer: { name: 'answer', label: 'Date of birth', type: 'date', required: true },
          retry_message: 'I could not read that as a date. Please write it like 1990-05-15.',
        },
      },
      {
        id: 'ask_document',
        type: 'ask',
        name: 'Ask for the document',
        config: {
          question: 'Please copy the two or three lines at the bottom of your passport or identity card.',
          answer: {
            name: 'answer',
            label: 'Machine readable zone',
            type: 'textarea',
            required: true,
            min: 60,
            max: 200,
          },
          retry_message: 'These lines are too short. They hold many < signs; please copy all of them.',
        },
      },
      {
        id: 'document_verification',
        type: 'document_verification',
        name: 'Verify document',
        config: {
          mrz: '{ask_document.answer}',
          declared_name: '{ask_name.answer}',
          declared_birth_date: '{ask_birth_date.answer}',
          on_negative: 'branch',
        },
      },
      {
        id: 'sanctions_screening',
        type: 'sanctions_screening',
        name: 'Screen for sanctions',
        config: {
          name: '{document_verification.name}',
          birth_date: '{document_verification.birth_date?}',
          type: 'person',
        },
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
        config: {
          title: 'Review {ask_name.answer}',
          reason: 'interview_in_doubt',
          instructions:
            'The document or the screening did not come back clear. Compare it with what the applicant said.',
          fields: [{ name: 'approval_reference', label: 'Approval reference', type: 'text', required: true }],
          context: {
            'Name said': '{ask_name.answer}',
            'Birth date said': '{ask_birth_date.answer}',
            Document: '{document_verification}',
            Screening: '{sanctions_screening?}',
          },
        },
      },
      { id: 'credential_issue', type: 'credential_issue', name: 'Issue credential' },
      {
        id: 'say_done',
        type: 'message',
        name: 'Say that it is done',
        config: { content: 'Thank you. Everything is in order, and your credential is issued.', mode: 'first' },
      },
      {
        id: 'say_turned_down',
        type: 'message',
        name: 'Say that it is turned down',
        config: { content: 'Thank you. We cannot take you on with what you gave us.', mode: 'first' },
      },
      {
        id: 'say_goodbye',
        type: 'message',
        name: 'Give up',
        config: { content: 'I could not use these answers. Please write to our support.', mode: 'first' },
      },
    ],
    [
      'start -> welcome',
      'welcome -> ask_name',
      'ask_name -> ask_birth_date',
      'ask_name.exhausted -> say_goodbye',
      'ask_birth_date -> ask_document',
      'ask_birth_date.exhausted -> say_goodbye',
      'ask_document -> document_verification',
      'ask_document.exhausted -> say_goodbye',
      'document_verification -> sanctions_screening',
      'document_verification.rejected -> officer_review',
      'document_verification.inconclusive -> officer_review',
      'sanctions_screening -> screening_result',
      'sanctions_screening.inconclusive -> officer_review',
      'screening_result.clear -> credential_issue',
      'screening_result.else -> officer_review',
      'officer_review.approved -> credential_issue',
      'officer_review.rejected -> say_turned_down',
      'credential_issue -> say_done',
    ],
  ),
}
