import { describe, expect, it } from 'vitest'
import { readSubmission } from './submission.ts'

describe('a submission to a pause that asks for one value', () => {
  it.each([
    ['its own name', { inputValue: 7, other: 1 }, { inputValue: 7 }],
    ['value', { value: 'x', other: 1 }, { inputValue: 'x' }],
    ['the only value', { anything: ['a'] }, { inputValue: ['a'] }],
    ['its own name before value', { value: 1, inputValue: 2 }, { inputValue: 2 }],
    ['value where its own is null', { inputValue: null, value: 3 }, { inputValue: 3 }],
    ['nothing where several names fit as badly', { a: 1, b: 2 }, {}],
    ['nothing where there is nothing', {}, {}],
    ['a value that says no', { inputValue: false }, { inputValue: false }],
    ['no member of the prototype', { a: 1, b: 2, constructor: 3 }, {}],
  ])('is read from %s', (_, data, expected) => {
    expect(readSubmission({ single: 'inputValue' }, data)).toEqual(expected)
  })

  it('is left as it is where the pause asks for fields', () => {
    expect(readSubmission({}, { value: 1 })).toEqual({ value: 1 })
  })
})
