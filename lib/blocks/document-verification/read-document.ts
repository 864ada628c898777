import { BlockFailure } from '#lib/engine/block.ts'
import type { BlockServices, DocumentReading, StoredFile } from '../services.ts'

/** Where a document may come from; the first that is given is taken. */
export type DocumentSource = {
  mrz: string | null
  imageBase64: string | null
  fileId: string | null
  subjectId: string | null
  documentType: string | null
}
export type ReadDocument = Pick<DocumentReading, 'mrz' | 'provider'> & { source: 'text' | 'image' }

const TEXT_PROVIDER = { name: 'mrz-text', version: '1' }

/** Reads the document from the first source given; a `BlockFailure` `document_missing` where there is none. */
export async function readDocument(
  source: DocumentSource,
  services: Pick<BlockServices, 'documents' | 'files'>,
  signal: AbortSignal,
): Promise<ReadDocument> {
  if (source.mrz !== null) {
    return { mrz: services.documents.readText(source.mrz), provider: TEXT_PROVIDER, source: 'text' }
  }
  const file = source.imageBase64 !== null ? decodeImage(source.imageBase64) : await findFile(source, services.files)
  const { mrz, provider } = await services.documents.readImage(file, signal)
  return { mrz, provider, source: 'image' }
}

async function findFile(source: DocumentSource, files: BlockServices['files']): Promise<StoredFile> {
  if (source.fileId !== null) return (await files.get(source.fileId)) ?? missing(`There is no file ${source.fileId}`)
  if (source.subjectId !== null && source.documentType !== null) {
    const file = await files.newest(source.subjectId, source.documentType)
    return file ?? missing('There is no document of this type on record for the subject')
  }
  return missing('No document was given: neither a machine readable zone, nor an image, nor a file')
}

function missing(message: string): never {
  throw new BlockFailure({ code: 'document_missing', message })
}

/** Base64 text, also as a data URL, as a file; what it really is, the reader finds out from its content. */
function decodeImage(text: string): StoredFile {
  const base64 = text.replace(/^data:[^,]*,/, '').replace(/\s/g, '')
  if (base64 === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(base64)) {
    throw new BlockFailure({ code: 'unreadable_image', message: 'The document image is not base64' })
  }
  const bytes = Uint8Array.from(atob(base64.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
  return { id: 'inline', name: 'document', mimeType: 'image/jpeg', bytes }
}
