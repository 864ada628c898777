import { describe, expect, it } from 'vitest'
import { BlockFailure } from './block.ts'
import type { Json } from './json.ts'
import { referencesIn, referencesWithin, resolveReferences, type Scope } from './references.ts'

const blocks: Record<string, Json | undefined> = {
  check: {
    name: { first: 'Jane', last: 'Doe' },
    list: [{ id: 'a' }, { id: 'b' }, [1, 2]],
    none: null,
    yes: true,
    n: 3,
  },
  skipped: null,
  evil: { text: '{env.SECRET}', double: '{{input.name}}', both: '{check.n}{x}' },
}

const scope: Scope = {
  input: { name: 'Jane Doe', amount: 12.5, tags: ['x', 'y'], both: 'input', empty: '', nothing: null, 'odd key': 1 },
  vars: { threshold: 0.9, both: 'variable', cleared: null, planted: '{env.SECRET}' },
  env: { SECRET: 'hunter2-hunter2', URL: 'https://lists.example' },
  block: (id) => (Object.hasOwn(blocks, id) ? blocks[id] : undefined),
}

const resolve = (value: Json) => resolveReferences(value, scope)

describe('a text that is exactly one reference', () => {
  it.each<[string, Json]>([
    ['{input.name}', 'Jane Doe'],
    ['{{input.name}}', 'Jane Doe'],
    ['{{ input.name }}', 'Jane Doe'],
    ['{input.amount}', 12.5],
    ['{input.tags}', ['x', 'y']],
    ['{input.tags[1]}', 'y'],
    ['{check}', blocks.check ?? null],
    ['{check.name}', { first: 'Jane', last: 'Doe' }],
    ['{check.list[0].id}', 'a'],
    ['{check.list[2][1]}', 2],
    ['{check.none}', null],
    ['{check.yes}', true],
    ['{vars.threshold}', 0.9],
    ['{threshold}', 0.9],
    ['{name}', 'Jane Doe'],
    ['{both}', 'variable'],
    ['{env.URL}', 'https://lists.example'],
    ['{input.empty}', ''],
    ['{input.nothing}', null],
    ['{cleared}', null],
    ['{nothing}', null],
    ['{skipped}', null],
    ['{skipped.status}', null],
    ['{skipped.deep.er[3]}', null],
    ['{missing?}', null],
    ['{input.missing?}', null],
    ['{check.name.middle?}', null],
    ['{check.list[9].id?}', null],
    ['{{missing?}}', null],
  ])('%s is %j', (text, value) => {
    expect(resolve(text)).toEqual(value)
  })
})

describe('a text with references in it', () => {
  it.each<[string, string]>([
    ['Hello {input.name}!', 'Hello Jane Doe!'],
    ['{check.name.first} {check.name.last}', 'Jane Doe'],
    [' {input.amount}', ' 12.5'],
    ['is {check.yes}', 'is true'],
    ['has {check.name}', 'has {"first":"Jane","last":"Doe"}'],
    ['all {input.tags}', 'all ["x","y"]'],
    ['none: {check.none}.', 'none: .'],
    ['skipped: {skipped.status}.', 'skipped: .'],
    ['maybe: {missing?}.', 'maybe: .'],
    ['{{name}} and {name}', 'Jane Doe and Jane Doe'],
    ['{{{name}}}', '{Jane Doe}'],
  ])('%s gives %s', (text, value) => {
    expect(resolve(text)).toBe(value)
  })
})

describe('a text without references', () => {
  it.each([
    '',
    '{}',
    '{ }',
    '{{}}',
    '{"a":1}',
    '{"a":{"b":"c"}}',
    '{a b}',
    '{a-b}',
    '{1}',
    '{.a}',
    '{a.}',
    '{a..b}',
    '{a[}',
    '{a[x]}',
    '{a[-1]}',
    '{$a}',
    '{a',
    'a}',
    '[A-Z]{3}',
    '<block.x>',
  ])('%j stays as it is', (text) => {
    expect({ found: referencesIn(text), text: resolve(text) }).toEqual({ found: [], text })
  })

  it('may hold a brace that is not meant as one', () => {
    expect(resolve('\\{name}')).toBe('{name}')
    expect(resolve('\\{name} {name}')).toBe('{name} Jane Doe')
  })
})

describe('what was put in is never read again', () => {
  it.each<[string, Json]>([
    ['{evil.text}', '{env.SECRET}'],
    ['so: {evil.text}', 'so: {env.SECRET}'],
    ['{vars.planted}', '{env.SECRET}'],
    ['{evil.double}', '{{input.name}}'],
    ['{evil.double} {evil.double}', '{{input.name}} {{input.name}}'],
    ['{evil.both}', '{check.n}{x}'],
    ['\\{{evil.text}', '{{env.SECRET}'],
    ['\\{env.SECRET}', '{env.SECRET}'],
  ])('%s gives %j', (text, value) => {
    expect(resolve(text)).toEqual(value)
  })

  it('neither are special patterns of replacement', () => {
    const price: Scope = { ...scope, input: { price: "$& $1 $' $$" } }
    expect(resolveReferences('costs {input.price}', price)).toBe("costs $& $1 $' $$")
  })
})

describe('names that every object has', () => {
  it.each([
    '{constructor}',
    '{input.constructor}',
    '{input.__proto__}',
    '{vars.toString}',
    '{env.hasOwnProperty}',
    '{check.constructor.name}',
    '{check.name.__proto__}',
    '{check.list.length}',
    '{input.name.length}',
    '{input.tags.map}',
  ])('%s names nothing', (text) => {
    expect(() => resolve(text)).toThrow(BlockFailure)
  })
})

describe('a reference that names nothing', () => {
  it.each([
    ['{missing}', '{missing} has no value: nothing named missing exists here'],
    ['Hello {input.missing}', '{input.missing} has no value: nothing named input.missing exists here'],
    ['{check.list[9]}', '{check.list[9]} has no value: nothing named check.list.9 exists here'],
    ['{input.nothing.more}', '{input.nothing.more} has no value: nothing named input.nothing.more exists here'],
    ['{env.MISSING}', '{env.MISSING} has no value: nothing named env.MISSING exists here'],
  ])('%s fails the block, naming it', (text, message) => {
    const error = { code: 'unresolved_reference', message }
    expect(() => resolve(text)).toThrow(expect.objectContaining({ error }))
  })
})

describe('settings of any shape', () => {
  it('are resolved in all their texts, but not in their keys', () => {
    const settings = { '{name}': ['{name}', { deep: '{input.amount}' }], n: 1, yes: true, none: null }
    expect(resolve(settings)).toEqual({ '{name}': ['Jane Doe', { deep: 12.5 }], n: 1, yes: true, none: null })
  })

  it('tell where their references stand', () => {
    const found = referencesWithin({ a: ['x', 'so {b.c?} and {d[0]}'], e: { f: '{{g}}' } })
    expect(found).toEqual([
      { at: ['a', '1'], reference: { path: ['b', 'c'], optional: true, text: '{b.c?}' } },
      { at: ['a', '1'], reference: { path: ['d', '0'], optional: false, text: '{d[0]}' } },
      { at: ['e', 'f'], reference: { path: ['g'], optional: false, text: '{{g}}' } },
    ])
  })

  it('take long texts without long thought', () => {
    const long = `${'{a'.repeat(50_000)}{${'a.'.repeat(50_000)}`
    const before = performance.now()
    expect(resolve(long)).toBe(long)
    expect(performance.now() - before).toBeLessThan(2_000)
  })
})
