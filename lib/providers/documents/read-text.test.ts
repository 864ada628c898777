import { parse as parseIndependently } from 'mrz'
import { describe, expect, it } from 'vitest'
import { checkDigit } from './check-digit.ts'
import { composePassportLines } from './compose.ts'
import { readMrzText } from './read-text.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const read = (...lines: string[]) => readMrzText(lines.join('\n'), NOW)

/** The examples of ICAO 9303 parts 4, 5, 6 and 7. */
const TD3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']
const TD1 = ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<']
const TD2 = ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6']
const MRVA = ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L8988901C4XXX4009078F96121096ZE184226B<<<<<<']
const MRVB = ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F9612109<<<<<<<<']

describe('reading a machine readable zone from text', () => {
  it('reads a passport', () => {
    expect(read(...TD3)).toEqual({
      format: 'TD3',
      lines: TD3,
      fields: {
        documentCode: 'P',
        issuingState: 'UTO',
        documentNumber: 'L898902C3',
        firstName: 'ANNA MARIA',
        lastName: 'ERIKSSON',
        birthDate: '1974-08-12',
        expirationDate: '2012-04-15',
        sex: 'female',
        nationality: 'UTO',
        optional: 'ZE184226B',
      },
      checkDigits: ['documentNumber', 'birthDate', 'expirationDate', 'optional', 'composite'].map((field) => ({
        field,
        valid: true,
      })),
      confidence: {
        documentCode: 1,
        issuingState: 1,
        documentNumber: 1,
        firstName: 1,
        lastName: 1,
        birthDate: 1,
        expirationDate: 1,
        sex: 1,
        nationality: 1,
        optional: 1,
      },
      corrections: [],
    })
  })

  it.each([
    ['TD1', TD1],
    ['TD2', TD2],
    ['MRVA', MRVA],
    ['MRVB', MRVB],
  ])('reads %s with every check digit right', (format, lines) => {
    const reading = read(...lines)
    expect(reading).toMatchObject({ format, fields: { lastName: 'ERIKSSON', firstName: 'ANNA MARIA', sex: 'female' } })
    expect(reading?.checkDigits.filter((check) => !check.valid)).toEqual([])
  })

  it.each([
    ['TD1', TD1],
    ['TD2', TD2],
    ['TD3', TD3],
  ])('agrees with an independent parser on %s', (_, lines) => {
    const other = parseIndependently(lines).fields
    const fields = read(...lines)?.fields
    expect([fields?.documentNumber, fields?.firstName, fields?.lastName, fields?.sex]).toEqual([
      other.documentNumber,
      other.firstName,
      other.lastName,
      other.sex,
    ])
  })

  it('reads lower case, spaces and a missing line break', () => {
    expect(readMrzText(TD3.join('').toLowerCase(), NOW)?.fields.documentNumber).toBe('L898902C3')
    expect(readMrzText(`  ${TD2[0]} \r\n ${TD2[1]}`, NOW)?.fields.documentNumber).toBe('D23145890')
  })

  it('reads a document number that goes on in the optional data', () => {
    const reading = read(
      'I<UTOD23145890<7349<<<<<<<<<<<',
      '3407127M9507122UTO<<<<<<<<<<<2',
      'STEVENSON<<PETER<JOHN<<<<<<<<<',
    )
    expect(reading?.fields).toMatchObject({ documentNumber: 'D23145890734', optional: null })
    expect(reading?.checkDigits.filter((check) => !check.valid)).toEqual([])
  })

  it('puts a misread character right where exactly one correction satisfies the check digits', () => {
    const reading = read(TD3[0] ?? '', 'L8989O2C36UTO74O8122F12O4159ZE184226B<<<<<10')
    expect(reading?.lines).toEqual(TD3)
    expect(reading?.corrections).toEqual(['birthDate: O -> 0', 'expirationDate: O -> 0', 'documentNumber: O -> 0'])
    expect(reading?.confidence).toMatchObject({ documentNumber: 0.9, birthDate: 0.9, lastName: 1 })
  })

  it('leaves a wrong check digit standing where no correction fits', () => {
    const reading = read(TD3[0] ?? '', 'L898902C36UTO7408132F1204159ZE184226B<<<<<10')
    expect(reading?.checkDigits.filter((check) => !check.valid).map((check) => check.field)).toEqual([
      'birthDate',
      'composite',
    ])
    expect(reading?.confidence.birthDate).toBe(0)
  })

  it('does not choose between two corrections that both fit', () => {
    const visa = (number: string) => {
      const printed = `${number}${checkDigit('012O45678')}UTO9005156F3001019<<<<<<<<`
      return read('V<UTODOE<<JANE<<<<<<<<<<<<<<<<<<<<<<', printed)?.corrections
    }
    expect(visa('O12O45678')).toEqual([])
    expect(visa('O12O45B78')).toEqual([])
    expect(visa('012O4S678')).toEqual(['documentNumber: S -> 5'])
  })

  it('resolves two-digit years: birth in the past, expiry near today', () => {
    const birth = (yymmdd: string) => read(TD3[0] ?? '', `${TD3[1]?.slice(0, 13)}${yymmdd}${TD3[1]?.slice(19)}`)?.fields
    expect(birth('260101')?.birthDate).toBe('2026-01-01')
    expect(birth('270101')?.birthDate).toBe('1927-01-01')
    expect(birth('900230')?.birthDate).toBeNull()
    expect(read(...MRVA)?.fields.expirationDate).toBe('1996-12-10')
  })

  it('reads nothing from text that is no machine readable zone', () => {
    expect(read('hello')).toBeNull()
    expect(read('P<UTOERIKSSON', 'L898902C36UTO')).toBeNull()
    expect(read('ÄÖ'.repeat(22), 'x'.repeat(44))).toBeNull()
    expect(readMrzText('<'.repeat(1_000_000), NOW)).toBeNull()
  })

  it('takes no code for a state that is none', () => {
    const reading = read('P<UTQERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', TD3[1] ?? '')
    expect(reading?.fields).toMatchObject({ issuingState: null, nationality: 'UTO' })
    expect(reading?.confidence).toMatchObject({ issuingState: 0, nationality: 1 })
  })

  it('reads back composed passport lines', () => {
    const lines = composePassportLines(
      {
        firstName: 'Zoë Ann-Marie',
        lastName: "O'Brien",
        documentNumber: 'x12',
        birthDate: '1990-05-15',
        expiresAt: '2031-02-28',
        sex: 'unspecified',
      },
      'UTO',
    )
    const reading = read(...lines)
    expect(reading?.checkDigits.filter((check) => !check.valid)).toEqual([])
    expect(reading?.fields).toEqual({
      documentCode: 'P',
      issuingState: 'UTO',
      documentNumber: 'X12',
      firstName: 'ZOE ANN MARIE',
      lastName: 'OBRIEN',
      birthDate: '1990-05-15',
      expirationDate: '2031-02-28',
      sex: 'unspecified',
      nationality: 'UTO',
      optional: null,
    })
  })
})
