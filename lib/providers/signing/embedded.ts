import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import { seal, unseal } from '#lib/crypto.ts'
import type { KeyStore, KeyWriter, StoredKey } from './key-store.ts'
import { type ActiveKey, type PublishedKey, publicJwkSchema, type Signer } from './signer.ts'

const ALGORITHM = 'ES256'
const CACHE_MS = 60_000
/** What is signed besides credentials (status lists, access tokens) lives at most a day. */
const REST_BEFORE_REMOVAL_MS = 25 * 3_600_000

export type EmbeddedSignerDeps = { keys: KeyStore; masterKey: string; now(): Date }

type Loaded = { active: ActiveKey; published: PublishedKey[] }

/** A signer whose keys rest in the database, sealed with the master key; the first use makes them. */
export function createEmbeddedSigner(deps: EmbeddedSignerDeps): Signer {
  let cache: { at: number; keys: Promise<Loaded> } | undefined

  function load(fresh = false): Promise<Loaded> {
    const now = deps.now().getTime()
    if (cache !== undefined && !fresh && now - cache.at < CACHE_MS) return cache.keys
    const mine = { at: now, keys: loadKeys(deps) }
    cache = mine
    mine.keys.catch(() => {
      if (cache === mine) cache = undefined
    })
    return mine.keys
  }

  return {
    active: async () => (await load()).active,
    published: async (options) => (await load(options?.fresh)).published,
    async rotate() {
      await deps.keys.exclusively((writer) => rotateKeys(deps, writer))
      cache = undefined
    },
  }
}

async function loadKeys(deps: EmbeddedSignerDeps): Promise<Loaded> {
  const stored = await presentKeys(deps)
  const active = stored.find((key) => key.state === 'active')
  if (active === undefined) throw new Error('There is no active signing key')
  return { active: await openKey(deps, active), published: stored.flatMap(published) }
}

function published(key: StoredKey): PublishedKey[] {
  return key.state === 'removed' ? [] : [{ kid: key.kid, publicJwk: key.publicJwk, state: key.state }]
}

/** The stored keys, among them one active and one next: verifiers learn of a key long before it signs. */
async function presentKeys(deps: EmbeddedSignerDeps): Promise<StoredKey[]> {
  const stored = await deps.keys.list()
  if (isComplete(stored)) return stored
  return deps.keys.exclusively(async (writer) => {
    await complete(deps, writer)
    return writer.list()
  })
}

function isComplete(keys: readonly StoredKey[]): boolean {
  return keys.some((key) => key.state === 'active') && keys.some((key) => key.state === 'next')
}

async function complete(deps: EmbeddedSignerDeps, writer: KeyWriter): Promise<void> {
  const states = new Set((await writer.list()).map((key) => key.state))
  for (const state of ['active', 'next'] as const) {
    if (!states.has(state)) await writer.insert(await makeKey(deps.masterKey), state, deps.now())
  }
}

async function rotateKeys(deps: EmbeddedSignerDeps, writer: KeyWriter): Promise<void> {
  await complete(deps, writer)
  const now = deps.now()
  for (const key of await writer.list()) {
    if (key.state === 'active') await writer.move(key.kid, 'retired', now)
    if (key.state === 'next') await writer.move(key.kid, 'active', now)
    if (key.state === 'retired' && (await isSpent(key, writer, now))) await writer.move(key.kid, 'removed', now)
  }
  await complete(deps, writer)
}

async function isSpent(key: StoredKey, writer: KeyWriter, now: Date): Promise<boolean> {
  const retiredAt = key.retiredAt?.getTime() ?? now.getTime()
  if (now.getTime() - retiredAt < REST_BEFORE_REMOVAL_MS) return false
  const lastExpiry = await writer.lastExpiry(key.kid)
  return lastExpiry === null || lastExpiry <= now
}

async function makeKey(masterKey: string): Promise<Pick<StoredKey, 'kid' | 'publicJwk' | 'privateJwk'>> {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true })
  const publicJwk = publicJwkSchema.parse(await exportJWK(pair.publicKey))
  const kid = await calculateJwkThumbprint(publicJwk)
  const privateJwk = Buffer.from(JSON.stringify(await exportJWK(pair.privateKey)))
  return { kid, publicJwk, privateJwk: seal(masterKey, privateJwk, sealContext(kid)) }
}

async function openKey(deps: EmbeddedSignerDeps, key: StoredKey): Promise<ActiveKey> {
  const jwk: JWK = JSON.parse(unseal(deps.masterKey, key.privateJwk, sealContext(key.kid)).toString())
  const privateKey = await importPrivate(jwk)
  return {
    kid: key.kid,
    sign: (claims, header) => new SignJWT(claims).setProtectedHeader({ alg: ALGORITHM, ...header }).sign(privateKey),
  }
}

async function importPrivate(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM)
  if (key instanceof Uint8Array) throw new Error('A signing key must be asymmetric')
  return key
}

function sealContext(kid: string): string {
  return `signing-key:${kid}`
}
