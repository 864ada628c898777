import { AppError } from '#lib/errors.ts'
import { MAX_BODY_BYTES } from './read-json.ts'

/** Room for the form around the file. */
const FORM_BYTES = 64 * 1024

/** A form (multipart/form-data) with the one file it brings; throws where it is too large, unreadable or without a file. */
export async function readFileForm(request: Request): Promise<{ form: FormData; file: File }> {
  if (!/^multipart\/form-data/i.test(request.headers.get('content-type') ?? '')) {
    throw new AppError('unsupported_media_type', 'Send the file as multipart/form-data')
  }
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES + FORM_BYTES) {
    throw new AppError('payload_too_large', 'The file is larger than 10 MiB')
  }
  const form = await request.formData().catch(() => {
    throw new AppError('malformed_request', 'The form cannot be read')
  })
  const file = form.get('file')
  if (file instanceof File) return { form, file }
  throw new AppError('missing_required_field', 'file: Required', {
    details: [{ path: 'file', message: 'Required', code: 'missing' }],
  })
}
