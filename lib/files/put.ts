import { sha256 } from '#lib/crypto.ts'
import { AppError } from '#lib/errors.ts'
import { newId } from '#lib/ids.ts'
import type { FileDeps, FileOwner, FileRecord } from './ports.ts'
import { sniffMimeType } from './sniff.ts'

/** Bytes a file may have. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024
const MAX_NAME_LENGTH = 200
const MAX_LABEL_LENGTH = 256

export type PutFile = FileOwner & {
  /** As the sender calls it; folders and control characters are dropped. */
  name: string
  bytes: Uint8Array
  subjectId?: string
  documentType?: string
}

/**
 * Puts a JPEG, PNG, WebP or PDF file on record: its bytes are on disk, sealed, before the record exists.
 * Throws `AppError` `payload_too_large`, `unsupported_media_type`, `invalid_input`.
 */
export async function putFile(deps: FileDeps, request: PutFile): Promise<FileRecord> {
  const { bytes } = request
  if (bytes.length > MAX_FILE_BYTES) {
    throw new AppError('payload_too_large', `A file may have at most ${MAX_FILE_BYTES} bytes`)
  }
  const mimeType = sniffMimeType(bytes)
  if (mimeType === null)
    throw new AppError('unsupported_media_type', 'A file must be a JPEG, PNG or WebP image or a PDF')
  const now = deps.now()
  const file: FileRecord = {
    id: newId.file(),
    organizationId: request.organizationId,
    environment: request.environment,
    subjectId: label('subject_id', request.subjectId),
    documentType: label('document_type', request.documentType),
    name: plainName(request.name),
    mimeType,
    size: bytes.length,
    sha256: sha256(bytes),
    createdAt: now,
  }
  await deps.vault.write(file, bytes)
  await deps.files.insert(file)
  return file
}

function label(path: string, value: string | undefined): string | null {
  if (value === undefined || value === '') return null
  if (value.length <= MAX_LABEL_LENGTH && !value.includes('\0')) return value
  const message = `At most ${MAX_LABEL_LENGTH} characters, none of them NUL`
  throw new AppError('invalid_input', message, { details: [{ path, message }] })
}

function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const plain = last.replace(/\p{C}/gu, '').trim()
  return Array.from(plain).slice(0, MAX_NAME_LENGTH).join('') || 'file'
}
