import { describe, expect, it } from 'vitest'
import { hashTerm, termsOf } from './terms.ts'

const SCOPE = { organizationId: '0199c000-0000-7000-8000-000000000001', environment: 'PRODUCTION' as const }
const WORKFLOW = '0199c000-0000-7000-8000-000000000002'
const found = (input: Record<string, string | number | boolean | string[] | object[]>) =>
  termsOf({
    ...SCOPE,
    workflowId: WORKFLOW,
    versionNumber: 3,
    trigger: 'v1',
    starterId: 'key1',
    input: JSON.parse(JSON.stringify(input)),
  })
const input = (path: string, value: string) => hashTerm(SCOPE, { kind: 'input', path, value })

describe('the terms of an execution', () => {
  it('are its trigger, who started it, its version and the values of its input', () => {
    expect(found({ country: 'DE', amount: 5, vip: true })).toEqual([
      hashTerm(SCOPE, { kind: 'trigger', value: 'v1' }),
      hashTerm(SCOPE, { kind: 'starter', value: 'key1' }),
      hashTerm(SCOPE, { kind: 'version', workflowId: WORKFLOW, number: 3 }),
      input('country', 'DE'),
      input('amount', '5'),
      input('vip', 'true'),
    ])
  })

  it('reach into objects, and through lists to each item, once', () => {
    const terms = found({ name: [{ first: 'Jane' }, { first: 'John' }], tags: ['a', 'a'] })
    expect(terms.slice(3)).toEqual([input('name.first', 'Jane'), input('name.first', 'John'), input('tags', 'a')])
  })

  it('leave out long texts, and what comes after the 64th value', () => {
    expect(found({ scan: 'x'.repeat(257) })).toHaveLength(3)
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`key${at}`, at]))
    expect(found(many)).toHaveLength(3 + 64)
  })

  it('differ between organizations, environments, and paths that read alike', () => {
    const other = { ...SCOPE, organizationId: WORKFLOW }
    const term = { kind: 'input' as const, path: 'a', value: 'b' }
    const hashes = [
      hashTerm(SCOPE, term),
      hashTerm(other, term),
      hashTerm({ ...SCOPE, environment: 'DEVELOPMENT' }, term),
      input('ab', ''),
      input('', 'ab'),
    ]
    expect(new Set(hashes).size).toBe(hashes.length)
  })
})
