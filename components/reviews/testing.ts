import type { ScreeningOutput } from '#lib/blocks/sanctions-screening/output.ts'
import type { DocumentOutput } from './finding.ts'

/** A screening that found nobody. */
export const SCREENING: ScreeningOutput = {
  status: 'clear',
  reason: null,
  name_screened: 'Jane Doe',
  hits: [],
  lists: [],
  threshold: 0.85,
  fictional_list: false,
  pep: 'not_covered',
  adverse_media: 'not_covered',
  provider: { name: 'lists', version: '1' },
}

/** A passport that has expired. */
export const DOCUMENT: DocumentOutput = {
  status: 'rejected',
  document_type: 'passport',
  name: { first: 'Jane', last: 'Doe' },
  birth_date: '1990-05-15',
  issuing_country: 'UTO',
  document_number: 'X1',
  expires_at: '2020-01-01',
  sex: 'female',
  nationality: 'UTO',
  mrz: null,
  confidence: {},
  checks: [{ code: 'not_expired', passed: false, detail: 'The document expired on 2020-01-01' }],
  provider: { name: 'reader', version: '1' },
}
