import { describe, expect, it } from 'vitest'
import { canonicalJson, isJsonObject, ownValue, parseJson, roughLength } from './json.ts'

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

describe('JSON text', () => {
  it.each([
    ['null', null],
    ['false', false],
    [' [1, "a", {"b": null}] ', [1, 'a', { b: null }]],
    ['{"__proto__": {"admin": true}, "a": {"__proto__": 1, "b": 2}}', { a: { b: 2 } }],
    ['{"constructor": 1, "toString": 2}', { constructor: 1, toString: 2 }],
  ])('%s gives its value', (text, value) => {
    const parsed = parseJson(text)
    expect(parsed).toEqual(value)
    expect(isJsonObject(parsed) && Object.getPrototypeOf(parsed) !== Object.prototype).toBe(false)
  })

  it.each(['', 'undefined', '{a: 1}', '[1,]', 'NaN'])('%j gives none', (text) => {
    expect(parseJson(text)).toBeUndefined()
  })

  it('gives none where it goes too deep', () => {
    expect(parseJson(nested(200))).not.toBeUndefined()
    expect(parseJson(nested(202))).toBeUndefined()
    expect(parseJson(nested(100_000))).toBeUndefined()
  })
})

describe('canonical JSON', () => {
  it('is equal for equal values, whatever the order of their keys', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'ü' }], a: undefined })).toBe('{"b":[1,{"c":"ü","d":null}]}')
  })
})

describe('the value at a key', () => {
  it('is never a member of the prototype', () => {
    expect([ownValue({ a: 1 }, 'a'), ownValue({}, 'toString'), ownValue({}, '__proto__')]).toEqual([
      1,
      undefined,
      undefined,
    ])
  })
})

describe('roughLength', () => {
  it.each([['a text'], [{ a: ['b', { c: 'd'.repeat(50) }], n: 12 }], [[]], [null], [true]])(
    'is near the length of the JSON of %j',
    (value) => {
      expect(Math.abs(roughLength(value, 1_000) - JSON.stringify(value).length)).toBeLessThan(16)
    },
  )

  it('looks no further than it must', () => {
    const looked: string[] = []
    const get = (own: object, key: string | symbol) => {
      looked.push(String(key))
      return Reflect.get(own, key)
    }
    const value = new Proxy({ a: 'x'.repeat(20), b: 1 }, { get })
    expect(roughLength(value, 10)).toBeGreaterThanOrEqual(10)
    expect(looked).toEqual(['a'])
  })
})
