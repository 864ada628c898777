import { sealAlike, unseal } from './crypto.ts'
import type { Json } from './engine/json.ts'
import type { Vault } from './engine/ports.ts'

const MARK = 'sealed:'

/** The vault of one organization: what it seals, it alone opens, under the instance's master key. */
export function createVault(masterKey: string, organizationId: string): Vault {
  const context = `value:${organizationId}`
  const open = (sealed: string): Json | undefined => {
    try {
      return JSON.parse(unseal(masterKey, Buffer.from(sealed.slice(MARK.length), 'base64url'), context).toString())
    } catch {
      return undefined
    }
  }
  return {
    seal: (value) => MARK + sealAlike(masterKey, Buffer.from(JSON.stringify(value)), context).toString('base64url'),
    open: (value) => (isSealedText(value) ? open(value) : value),
  }
}

/** Whether a value looks like one that a vault has sealed. */
export function isSealedText(value: Json | undefined): value is string {
  return typeof value === 'string' && value.startsWith(MARK)
}
