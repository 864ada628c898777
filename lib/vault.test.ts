import { describe, expect, it } from 'vitest'
import { createVault, isSealedText } from './vault.ts'

const KEY = Buffer.alloc(32, 7).toString('base64url')
const vault = createVault(KEY, 'org_1')

describe('the vault of an organization', () => {
  it.each([['a text'], [''], [42], [true], [null], [{ deep: ['value', 1] }]])('gives back %j', (value) => {
    const sealed = vault.seal(value)
    expect(isSealedText(sealed)).toBe(true)
    expect(vault.open(sealed)).toEqual(value)
  })

  it('answers what is not sealed as it is', () => {
    expect(vault.open('sealed')).toBe('sealed')
    expect(vault.open({ a: 1 })).toEqual({ a: 1 })
  })

  it('seals equal values alike, so that two graphs can be compared, and others apart', () => {
    expect(vault.seal('one')).toBe(vault.seal('one'))
    expect(vault.seal('one')).not.toBe(vault.seal('two'))
    expect(createVault(KEY, 'org_2').seal('one')).not.toBe(vault.seal('one'))
  })

  it('opens nothing that another organization, another instance or nobody has sealed', () => {
    const other = Buffer.alloc(32, 8).toString('base64url')
    const sealed = vault.seal('one')
    const strangers = [createVault(KEY, 'org_2').seal('one'), createVault(other, 'org_1').seal('one')]
    const broken = [`${sealed.slice(0, -2)}AA`, 'sealed:', 'sealed:%%%', sealed.slice(0, 20)]
    expect([...strangers, ...broken].map((text) => vault.open(text))).toEqual(Array(6).fill(undefined))
  })
})
