import { drawGraph, type Template } from './template.ts'

/** What the caller has established elsewhere is stated in a credential. */
export const credentialOnly: Template = {
  slug: 'credential_only',
  name: 'Credential only',
  description: 'Issues a credential from data that your own system has verified.',
  graph: drawGraph(
    [
      {
        id: 'start',
        type: 'start',
        name: 'Start',
        config: {
          fields: [
            { name: 'subject_id', label: 'Subject', type: 'text', required: true, help: 'Your own id of the person' },
            { name: 'claims', label: 'Claims', type: 'json', required: true, help: 'An object of names and values' },
          ],
        },
      },
      {
        id: 'credential_issue',
        type: 'credential_issue',
        name: 'Issue credential',
        config: { credential_type: 'user', subject_id: '{input.subject_id}', claims: '{input.claims}' },
      },
    ],
    ['start -> credential_issue'],
  ),
}
