import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { concealAt, createConcealer, personalIn, personalValues, restoreConcealed } from './personal.ts'

const OUTPUT = z.object({
  status: z.string(),
  name: z.object({ first: z.string(), last: z.string() }).meta({ personal: true }),
  checks: z.array(z.object({ code: z.string(), seen: z.string().nullable().meta({ personal: true }) })),
})
const VALUE = {
  status: 'passed',
  name: { first: 'Jane', last: 'Doe' },
  checks: [
    { code: 'a', seen: 'Jane D' },
    { code: 'b', seen: null },
  ],
}

describe('personal data in a schema', () => {
  it('is where the schema says so, at any depth', () => {
    expect(personalIn(OUTPUT)).toEqual({ name: true, checks: { '*': { seen: true } } })
    expect(personalIn(z.object({ event: z.string() }).catchall(z.json().meta({ personal: true })))).toEqual({
      '*': true,
    })
    expect(
      personalIn(z.union([z.object({ a: z.string().meta({ personal: true }) }), z.object({ b: z.int() })])),
    ).toEqual({ a: true })
    expect(personalIn(z.object({ a: z.string() }))).toEqual({})
  })

  it('is concealed in place and keeps its shape', () => {
    const where = personalIn(OUTPUT)
    expect(concealAt(VALUE, where)).toEqual({
      status: 'passed',
      name: { first: '•••••', last: '•••••' },
      checks: [
        { code: 'a', seen: '•••••' },
        { code: 'b', seen: null },
      ],
    })
    expect(personalValues(VALUE, where)).toEqual(['Jane', 'Doe', 'Jane D'])
    expect(concealAt({ age: 42, vip: true, list: [], none: '' }, true)).toEqual({
      age: '•••••',
      vip: '•••••',
      list: [],
      none: '',
    })
  })
})

describe('a concealer', () => {
  const { text, json } = createConcealer(['Jane', 'Doe', '1990-05-15', 12345678, 'P<UTODOE<<JANE\nX12345678UTO', 'DE'])
  it('finds values as whole words in any case', () => {
    expect(text('Review JANE DOE, born 1990-05-15')).toBe('Review ••••• •••••, born •••••')
    expect(text('Doering and Janet stay')).toBe('Doering and Janet stay')
    expect(text('line X12345678UTO of DE')).toBe('line ••••• of DE')
  })

  it('looks through values, not through names', () => {
    expect(json({ Jane: ['jane', 12345678, 12, { note: 'for Doe' }], none: null })).toEqual({
      Jane: ['•••••', '•••••', 12, { note: 'for •••••' }],
      none: null,
    })
  })

  it('keeps a reference that stands alone, and can conceal texts as a whole', () => {
    const { json, whole } = createConcealer(['Jane'], 'user_jane_1')
    expect(json({ id: 'user_jane_1', note: 'for user_jane_1' })).toEqual({
      id: 'user_jane_1',
      note: 'for user_•••••_1',
    })
    expect(whole({ id: 'user_jane_1', note: 'for user_jane_1' })).toEqual({ id: 'user_jane_1', note: '•••••' })
  })

  it('takes what would be a pattern as it is', () => {
    expect(createConcealer(['a.*c', '(xy']).text('abc a.*c (xy')).toBe('abc ••••• •••••')
  })

  it('conceals long texts as a whole', () => {
    const image = 'A'.repeat(5_000)
    expect(createConcealer([image]).json({ image, other: `${image}A` })).toEqual({
      image: '•••••',
      other: `${image}A`,
    })
  })
})

describe('an edited value', () => {
  it('gets back what was left concealed, from the same place only', () => {
    const original = { name: { first: 'Jane' }, tags: ['x', 'y'], age: 42 }
    const edited = { name: { first: '•••••', second: '•••••' }, tags: ['•••••', 'z', '•••••'], age: 43 }
    expect(restoreConcealed(edited, original)).toEqual({
      name: { first: 'Jane', second: '•••••' },
      tags: ['x', 'z', '•••••'],
      age: 43,
    })
  })
})
