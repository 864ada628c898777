import { describe, expect, it } from 'vitest'
import { sameName } from './names.ts'

const ANNA = { first: 'ANNA MARIA', last: 'ERIKSSON' }

describe('comparing a declared name with a document', () => {
  it.each([
    ['Anna Maria Eriksson', ANNA],
    ['eriksson, anna', ANNA],
    ['Anna Ericsson', ANNA],
    ['Anna Maria Louise Eriksson', ANNA],
    ['Jürgen Müller', { first: 'JUERGEN', last: 'MUELLER' }],
    ['Zoë O’Brien-Smith', { first: 'ZOE', last: 'OBRIEN SMITH' }],
    ['Søren Ångström', { first: 'SOEREN', last: 'AANGSTROEM' }],
    ['Ольга Иванова', { first: 'OLGA', last: 'IVANOVA' }],
    ['林美華', { first: 'MEI HUA', last: 'LIN' }],
    ['محمد علي', { first: 'MOHAMMED', last: 'ALI' }],
    ['Ronald McDonald', { first: 'RONALD', last: 'MCDONALD' }],
    ['Sukarno', { first: null, last: 'SUKARNO' }],
  ])('agrees: %s', async (declared, printed) => {
    expect(await sameName(declared, printed)).toBe(true)
  })

  it.each([
    ['Anna', ANNA],
    ['Eriksson', ANNA],
    ['Anna Svensson', ANNA],
    ['John Eriksson', ANNA],
    ['Bob Carl Eriksson', ANNA],
    ['', ANNA],
    ['!!!', ANNA],
    ['Anna Eriksson', { first: null, last: null }],
    ['محمد علي', { first: 'AHMED', last: 'HASSAN' }],
    ['Jane Doe', { first: 'JANE', last: 'ROE' }],
  ])('does not agree: %s', async (declared, printed) => {
    expect(await sameName(declared, printed)).toBe(false)
  })
})
