import { describe, expect, it } from 'vitest'
import { compare } from './comparison.ts'
import { DOCUMENT } from './testing.ts'

const verdicts = (input: Parameters<typeof compare>[0]) =>
  compare(input, DOCUMENT).map(({ field, verdict }) => `${field} ${verdict}`)

describe('what was said beside what was found', () => {
  it('agrees whatever the case, the signs and the order of names', () => {
    expect(verdicts({ full_name: 'DOE, Jané', birthDate: '1990-05-15', gender: 'Female' })).toEqual([
      'name agrees',
      'birth_date agrees',
      'sex agrees',
    ])
  })

  it('differs where another person, day or document is meant', () => {
    const input = { applicant: { first_name: 'Janet', surname: 'Doe' }, dob: '1990-05-16', documentNumber: 'X2' }
    expect(verdicts(input)).toEqual([
      'first_name differs',
      'last_name agrees',
      'birth_date differs',
      'document_number differs',
    ])
  })

  it('does not take one common name for a whole one', () => {
    expect(verdicts({ name: 'Jane' })).toEqual(['name differs'])
  })

  it('leaves open what the document does not say, and says nothing of what was not said', () => {
    expect(compare({ document_type: 'visa', nationality: 'UTO' }, { ...DOCUMENT, nationality: null })).toEqual([
      { field: 'document_type', said: 'visa', found: 'passport', verdict: 'differs' },
      { field: 'nationality', said: 'UTO', found: null, verdict: 'open' },
    ])
    expect(verdicts({ subject_id: 'user_1', note: ['Jane'] })).toEqual([])
  })
})
