import { isJsonObject, type Json } from '#lib/engine/json.ts'
import type { DocumentOutput } from './finding.ts'

/** One thing that the applicant said and the document says, each as read. */
export type Compared = {
  field: ComparedField
  said: string
  found: string | null
  verdict: 'agrees' | 'differs' | 'open'
}
export type ComparedField = keyof typeof SAID_AS

/** The names under which callers send what a document says too, in lower case without signs. */
const SAID_AS = {
  name: ['name', 'fullname', 'declaredname'],
  first_name: ['firstname', 'givenname', 'givennames', 'forename'],
  last_name: ['lastname', 'familyname', 'surname'],
  birth_date: ['birthdate', 'dateofbirth', 'dob', 'declaredbirthdate'],
  document_type: ['documenttype'],
  document_number: ['documentnumber', 'passportnumber', 'idnumber'],
  issuing_country: ['issuingcountry', 'issuingstate', 'countryofissue'],
  nationality: ['nationality', 'citizenship'],
  expires_at: ['expiresat', 'expirydate', 'expirationdate', 'dateofexpiry'],
  sex: ['sex', 'gender'],
} as const

const DEEPEST = 3

/** What the applicant said beside what the document says, as far as both speak of it. */
export function compare(input: Json, document: DocumentOutput): Compared[] {
  const said = saidIn(input, DEEPEST)
  return Object.entries(SAID_AS).flatMap(([field, names]) => {
    const value = names.map((name) => said.get(name)).find((text) => text !== undefined)
    if (value === undefined || !isField(field)) return []
    const found = foundIn(document, field)
    const verdict = found === null ? 'open' : agree(field, value, found) ? 'agrees' : 'differs'
    return [{ field, said: value, found, verdict }]
  })
}

function isField(name: string): name is ComparedField {
  return Object.hasOwn(SAID_AS, name)
}

/** Every text and number of the input by its own name, however deep it stands; of equal names the first. */
function saidIn(value: Json, depth: number): Map<string, string> {
  const said = new Map<string, string>()
  if (!isJsonObject(value) || depth === 0) return said
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'string' || typeof member === 'number') {
      const key = name.toLowerCase().replace(/[^a-z]/g, '')
      if (!said.has(key) && member !== '') said.set(key, String(member))
    } else {
      for (const [key, text] of saidIn(member, depth - 1)) if (!said.has(key)) said.set(key, text)
    }
  }
  return said
}

function foundIn(document: DocumentOutput, field: ComparedField): string | null {
  const { first, last } = document.name
  if (field === 'name') return [first, last].filter(Boolean).join(' ') || null
  if (field === 'first_name') return first
  if (field === 'last_name') return last
  return document[field]
}

/** Names agree in any order and with any of the given names; everything else letter by letter, whatever the case and the signs. */
function agree(field: ComparedField, said: string, found: string): boolean {
  if (field !== 'name' && field !== 'first_name') return plain(said) === plain(found)
  const [few = [], many = []] = [wordsOf(said), wordsOf(found)].toSorted((a, b) => a.length - b.length)
  return few.length > 0 && few.every((word) => many.includes(word)) && (field === 'first_name' || few.length > 1)
}

function wordsOf(text: string): string[] {
  return text
    .split(/[\s\-']+/)
    .map(plain)
    .filter((word) => word !== '')
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
