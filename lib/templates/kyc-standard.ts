import { drawGraph, type Template } from './template.ts'

/** A person's document is read and screened; a clear result is credited, anything else goes to the sponsor bank. */
export const kycStandard: Template = {
  slug: 'kyc_standard',
  name: 'KYC standard',
  description: 'Verifies an identity document, screens the person against sanctions lists, and issues a credential.',
  graph: drawGraph(
    [
      {
        id: 'start',
        type: 'start',
        name: 'Start',
        config: {
          fields: [
            { name: 'subject_id', label: 'Subject', type: 'text', required: true, help: 'Your own id of the person' },
            {
              name: 'document_type',
              label: 'Document type',
              type: 'text',
              help: 'passport, id_card or visa',
              personal: false,
            },
          ],
        },
      },
      { id: 'document_verification', type: 'document_verification', name: 'Verify document' },
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
        id: 'sponsor_bank_review',
        type: 'manual_review',
        name: 'Sponsor bank review',
        config: {
          title: 'Review {document_verification.name.first} {document_verification.name.last}',
          reason: 'policy_mismatch',
          instructions: 'The screening did not come back clear. Compare the hits with the document before you decide.',
          fields: [
            {
              name: 'approval_reference',
              label: 'Approval reference',
              type: 'text',
              required: true,
              help: 'The number of the decision in your own files',
            },
            { name: 'reviewer_id', label: 'Reviewer', type: 'text', required: true, help: 'Your staff number' },
          ],
          context: { Document: '{document_verification}', Screening: '{sanctions_screening}' },
        },
      },
      { id: 'credential_issue', type: 'credential_issue', name: 'Issue credential' },
    ],
    [
      'start -> document_verification',
      'document_verification -> sanctions_screening',
      'sanctions_screening -> screening_result',
      'sanctions_screening.inconclusive -> sponsor_bank_review',
      'screening_result.clear -> credential_issue',
      'screening_result.else -> sponsor_bank_review',
      'sponsor_bank_review.approved -> credential_issue',
    ],
  ),
}
