import { screenPerson } from './screen-person.ts'
import { drawGraph, type Template } from './template.ts'

const CLEAR = [
  'screen_company.status == "clear"',
  'size(input.owners) > 0',
  'screen_owners.failed == 0',
  'screen_owners.results.all(run, run.output.result.status == "clear")',
].join(' && ')

/** A company and each of its owners are screened; whatever is not clear goes to an officer. */
export const kybOwners: Template = {
  slug: 'kyb_owners',
  name: 'KYB with beneficial owners',
  description: 'Screens a company and each of its beneficial owners, and issues a business credential.',
  runs: [screenPerson],
  graph: drawGraph(
    [
      {
        id: 'start',
        type: 'start',
        name: 'Start',
        config: {
          fields: [
            { name: 'subject_id', label: 'Subject', type: 'text', required: true, help: 'Your own id of the company' },
            { name: 'company_name', label: 'Company name', type: 'text', required: true },
            { name: 'registration_number', label: 'Registration number', type: 'text' },
            {
              name: 'owners',
              label: 'Beneficial owners',
              type: 'json',
              required: true,
              help: 'A list of objects with name and, where known, birth_date as YYYY-MM-DD',
            },
          ],
        },
      },
      {
        id: 'screen_company',
        type: 'sanctions_screening',
        name: 'Screen the company',
        config: {
          name: '{input.company_name}',
          birth_date: '',
          identifiers: '{input.registration_number?}',
          type: 'organization',
        },
      },
      {
        id: 'screen_owners',
        type: 'for_each',
        name: 'Screen each owner',
        config: {
          workflow_id: `wf_${screenPerson.slug}`,
          items: '{input.owners}',
          item_name: 'name',
          on_failure: 'continue',
        },
      },
      {
        id: 'all_clear',
        type: 'condition',
        name: 'Everybody clear?',
        config: { cases: [{ handle: 'clear', label: 'Clear', when: CLEAR }] },
      },
      {
        id: 'officer_review',
        type: 'manual_review',
        name: 'Officer’s review',
        config: {
          title: 'Review {input.company_name}',
          reason: 'screening_not_clear',
          instructions: 'The company or an owner did not screen clear. Compare the hits before you decide.',
          fields: [{ name: 'approval_reference', label: 'Approval reference', type: 'text', required: true }],
          context: { Company: '{screen_company}', Owners: '{screen_owners.results?}' },
        },
      },
      {
        id: 'credential_issue',
        type: 'credential_issue',
        name: 'Issue credential',
        config: {
          credential_type: 'business',
          subject_id: '{input.subject_id}',
          claims: {
            company_name: '{input.company_name}',
            registration_number: '{input.registration_number?}',
            company_screening: '{screen_company.status}',
            owners_screened: '{screen_owners.completed?}',
            approval_reference: '{officer_review.approval_reference?}',
          },
        },
      },
      {
        id: 'turned_down',
        type: 'end',
        name: 'Turned down',
        config: { output: { status: 'turned_down' } },
      },
    ],
    [
      'start -> screen_company',
      'screen_company -> screen_owners',
      'screen_company.inconclusive -> officer_review',
      'screen_owners -> all_clear',
      'all_clear.clear -> credential_issue',
      'all_clear.else -> officer_review',
      'officer_review.approved -> credential_issue',
      'officer_review.rejected -> turned_down',
    ],
  ),
}
