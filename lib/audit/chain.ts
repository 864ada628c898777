import { sha256 } from '#lib/crypto.ts'
import { canonicalJson } from '#lib/engine/json.ts'
import type { AuditEntry } from './entry.ts'

/** A record as stored, before it has a place in its chain; `at` in milliseconds. */
export type AuditRecord = AuditEntry & { id: string; at: number }

/** A record with its place in its organization's chain, from 1. */
export type ChainedRecord = AuditRecord & { position: number; previousHash: string; hash: string }

export type ChainHead = { position: number; hash: string }

/** What the first record of a chain follows. */
export const CHAIN_START: ChainHead = { position: 0, hash: '0'.repeat(64) }

/** SHA-256, in hexadecimal, over the canonical JSON of a record, its place and the hash before it. */
export function hashRecord(record: Omit<ChainedRecord, 'hash'>): string {
  return sha256(canonicalJson(record))
}

/** Gives records their places behind `head`, in the order given. */
export function linkRecords(head: ChainHead, records: readonly AuditRecord[]): ChainedRecord[] {
  let { position, hash } = head
  return records.map((record) => {
    const placed = { ...record, position: position + 1, previousHash: hash }
    position = placed.position
    hash = hashRecord(placed)
    return { ...placed, hash }
  })
}

export type ChainFault = {
  position: number
  recordId: string | null
  /** `changed`: not what was hashed; `missing`: no record at this place; `unlinked`: does not follow the one before it. */
  code: 'changed' | 'missing' | 'unlinked'
}

/** Everything wrong with a stretch of a chain, given in the order of places; nothing when it holds. */
export function checkChain(from: ChainHead, records: readonly ChainedRecord[]): ChainFault[] {
  const faults: ChainFault[] = []
  let { position, hash } = from
  for (const { hash: stored, ...record } of records) {
    for (position += 1; position < record.position; position++) {
      faults.push({ position, recordId: null, code: 'missing' })
      hash = record.previousHash
    }
    if (record.previousHash !== hash) faults.push({ position, recordId: record.id, code: 'unlinked' })
    if (hashRecord(record) !== stored) faults.push({ position, recordId: record.id, code: 'changed' })
    hash = stored
  }
  return faults
}

/** How a chain begins and goes on. */
export type Chain = { start: ChainHead; link: typeof linkRecords }

/** The one chain there is. */
export const AUDIT_CHAIN: Chain = { start: CHAIN_START, link: linkRecords }
