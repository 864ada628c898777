import type { StoredFile } from '#lib/blocks/services.ts'
import { sha256 } from '#lib/crypto.ts'
import { AppError } from '#lib/errors.ts'
import type { FileDeps, FileOwner, FileRecord } from './ports.ts'

/** The owner's file with its bytes. Throws `AppError` `file_not_found`, also for a file of anybody else. */
export async function readFile(deps: FileDeps, owner: FileOwner, fileId: string): Promise<StoredFile> {
  const file = await findFile(deps, owner, fileId)
  if (file === null) throw new AppError('file_not_found', `There is no file ${fileId}`)
  return file
}

/** The owner's file with its bytes, or `null`. */
export async function findFile(deps: FileDeps, owner: FileOwner, fileId: string): Promise<StoredFile | null> {
  return withBytes(deps, await deps.files.find(owner, fileId))
}

/** The file put on record last for a subject and document type, or `null`. */
export async function newestFile(
  deps: FileDeps,
  owner: FileOwner,
  subjectId: string,
  documentType: string,
): Promise<StoredFile | null> {
  return withBytes(deps, await deps.files.newest(owner, subjectId, documentType))
}

async function withBytes(deps: FileDeps, file: FileRecord | null): Promise<StoredFile | null> {
  if (file === null) return null
  const bytes = await deps.vault.read(file)
  if (sha256(bytes) !== file.sha256) throw new Error(`The bytes of ${file.id} are not those on record`)
  return { id: file.id, name: file.name, mimeType: file.mimeType, bytes }
}
