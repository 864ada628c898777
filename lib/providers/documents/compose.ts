import { checkDigit } from './check-digit.ts'

/** What the machine readable zone of a passport is made from; names in Latin letters, dates as YYYY-MM-DD. */
export type PassportHolder = {
  firstName: string
  lastName: string
  documentNumber: string
  birthDate: string
  expiresAt: string
  sex: 'female' | 'male' | 'unspecified'
}

const SEX_LETTERS = { female: 'F', male: 'M', unspecified: '<' } as const

/** The two lines of a TD3 passport of this state and nationality, with all check digits (ICAO 9303 part 4, 4.2.2). */
export function composePassportLines(holder: PassportHolder, state: string): [string, string] {
  const number = pad(latin(holder.documentNumber), 9)
  const birth = shortDate(holder.birthDate)
  const expiry = shortDate(holder.expiresAt)
  const personal = pad('', 14)
  const checked = (text: string) => text + checkDigit(text)
  const composite = checkDigit(`${checked(number)}${checked(birth)}${checked(expiry)}${checked(personal)}`)
  return [
    pad(`P<${pad(state, 3)}${latin(holder.lastName)}<<${latin(holder.firstName)}`, 44),
    `${checked(number)}${pad(state, 3)}${checked(birth)}${SEX_LETTERS[holder.sex]}${checked(expiry)}${checked(personal)}${composite}`,
  ]
}

function latin(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}|['’.]/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '<')
}

function shortDate(date: string): string {
  return date.slice(2, 4) + date.slice(5, 7) + date.slice(8, 10)
}

function pad(text: string, width: number): string {
  return text.slice(0, width).padEnd(width, '<')
}
