import { describe, expect, it } from 'vitest'
import { matching, nameAt, referenceAt, typed } from './typing.ts'

describe('referenceAt', () => {
  it.each([
    ['{|', { from: 0, to: 1, query: '' }],
    ['Hello {inp|', { from: 6, to: 10, query: 'inp' }],
    ['{{a.b|', { from: 0, to: 5, query: 'a.b' }],
    ['{input.|name} rest', { from: 0, to: 12, query: 'input.' }],
    ['{|} rest', { from: 0, to: 2, query: '' }],
    ['\\{|', undefined],
    ['{input.name}|', undefined],
    ['{"a|', undefined],
    ['no brace|', undefined],
  ])('sees in %s what is being typed', (text, seen) => {
    expect(referenceAt(text.replace('|', ''), text.indexOf('|'))).toEqual(seen)
  })
})

describe('nameAt', () => {
  it.each([
    ['a == inp|', { from: 5, to: 8, query: 'inp' }],
    ['inp|ut.x > 1', { from: 0, to: 7, query: 'inp' }],
    ['a == "inp|', undefined],
    ['a == |', undefined],
  ])('sees in %s the name that is being typed', (text, seen) => {
    expect(nameAt(text.replace('|', ''), text.indexOf('|'))).toEqual(seen)
  })
})

describe('matching', () => {
  const block = { scope: 'block' as const, blockId: 'doc', name: 'Verify document' }
  const all = [
    { path: 'input.document', label: 'Document', from: { scope: 'input' as const } },
    { path: 'doc.name.first', label: 'First', from: block },
    { path: 'doc.status', label: 'Status', from: block },
  ]
  it('puts paths that begin so first', () => {
    expect(matching(all, 'doc').map(({ path }) => path)).toEqual(['doc.name.first', 'doc.status', 'input.document'])
  })
  it('finds by words of the label and of the block, in any order', () => {
    expect(matching(all, 'first verify').map(({ path }) => path)).toEqual(['doc.name.first'])
  })
})

describe('typed', () => {
  it('puts a reference in the place of what was typed', () => {
    const seen = referenceAt('To {inp} here', 7)
    expect(seen && typed('To {inp} here', seen, '{input.name}')).toEqual({ text: 'To {input.name} here', caret: 15 })
  })
})
