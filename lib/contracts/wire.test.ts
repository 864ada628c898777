import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { repeated, storable } from './wire.ts'

describe('repeated', () => {
  it.each([
    ['absent', undefined, []],
    ['given once', 'a', ['a']],
    ['given twice', ['a', 'b'], ['a', 'b']],
  ])('reads a parameter %s as a list', (_, given, list) => {
    expect(repeated(z.enum(['a', 'b'])).parse(given)).toEqual(list)
  })
})

describe('storable', () => {
  const schema = storable(z.unknown())

  it.each([['text'], ['\\u0000 written out'], ['😀'], [{ a: [1, null, { b: '' }] }]])('takes %j', (value) => {
    expect(schema.safeParse(value).success).toBe(true)
  })

  it.each([['\0'], ['\ud83d'], [{ a: ['\0'] }], [{ '\0': 1 }]])('refuses %j', (value) => {
    expect(schema.safeParse(value).success).toBe(false)
  })
})
