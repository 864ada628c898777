import type { StoredFile } from '#lib/blocks/services.ts'
import type { ExecutionInfo } from '#lib/engine/block.ts'

export type Environment = ExecutionInfo['environment']

/** Whose files are meant. */
export type FileOwner = { organizationId: string; environment: Environment }

/** What is on record of a file; its bytes rest in the vault. */
export type FileRecord = FileOwner & {
  id: string
  subjectId: string | null
  documentType: string | null
  name: string
  mimeType: StoredFile['mimeType']
  /** Bytes. */
  size: number
  /** SHA-256 of the bytes, hexadecimal. */
  sha256: string
  createdAt: Date
}

/** Where records of files rest. */
export interface FileStore {
  insert(file: FileRecord): Promise<void>
  find(owner: FileOwner, fileId: string): Promise<FileRecord | null>
  /** The record made last for the subject and document type. */
  newest(owner: FileOwner, subjectId: string, documentType: string): Promise<FileRecord | null>
}

/** Where the bytes of files rest, unreadable to whoever lacks the key. */
export interface FileVault {
  /** Resolves when the bytes would survive a loss of power. */
  write(file: { id: string; organizationId: string }, bytes: Uint8Array): Promise<void>
  /** Rejects when the file is missing or has been altered. */
  read(file: { id: string; organizationId: string }): Promise<Uint8Array>
}

/** What the use cases of files are handed. */
export type FileDeps = { files: FileStore; vault: FileVault; now(): Date }
