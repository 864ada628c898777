import { describe, expect, it } from 'vitest'
import { compareBirthDates, compareFacts } from './factors.ts'
import { buildEntry } from './testing.ts'

describe('birth dates', () => {
  it.each([
    ['1968-04-12', ['1968-04-12'], 'match'],
    ['1968-04-12', ['1968'], 'match'],
    ['1968', ['1968-04-12'], 'match'],
    ['1968-04-12', ['1968-04'], 'match'],
    ['1968-04-12', ['1968-12-04'], 'partial'],
    ['1970-04-12', ['1968-04-12'], 'partial'],
    ['1971-04-12', ['1968-04-12'], 'mismatch'],
    ['1971-04-12', ['1968-04-12', '1971'], 'match'],
    ['1962-01-01', ['1960/1964'], 'partial'],
    ['1967-01-01', ['1960/1964'], 'mismatch'],
    ['1968-04-12', [], 'unknown'],
    ['12.4.1968', ['1968-04-12'], 'unknown'],
    ['', ['1968-04-12'], 'unknown'],
    [undefined, ['1968-04-12'], 'unknown'],
    ['1968-04-12', ['circa sixty'], 'unknown'],
  ] as const)('%s against %j is %s', (given, listed, agreement) => {
    expect(compareBirthDates(given, listed)).toBe(agreement)
  })
})

describe('facts', () => {
  const entry = buildEntry('Viktor Drozhkin', { countries: ['RU', 'CY'], identifiers: ['P 4471902'] })

  it('are unknown where nothing is said', () => {
    expect(compareFacts({}, entry)).toEqual({
      birthDate: 'unknown',
      country: 'unknown',
      identifier: 'unknown',
      type: 'unknown',
    })
  })

  it('are compared each by itself', () => {
    const subject = { type: 'vessel', countries: ['cy'], identifiers: ['P-4471902'], birthDate: '1968' } as const
    expect(compareFacts({ ...subject, countries: ['cy'], identifiers: ['P-4471902'] }, entry)).toEqual({
      birthDate: 'unknown',
      country: 'match',
      identifier: 'match',
      type: 'mismatch',
    })
  })

  it('do not take another identifier for a contradiction', () => {
    expect(compareFacts({ identifiers: ['K123456'], countries: ['DE'], type: 'person' }, entry)).toEqual({
      birthDate: 'unknown',
      country: 'mismatch',
      identifier: 'unknown',
      type: 'match',
    })
  })
})
