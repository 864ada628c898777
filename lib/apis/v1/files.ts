import { AppError } from '#lib/errors.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { readFileForm } from '#lib/http/read-form.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { storedFileSchema } from './contract.ts'
import { v1Family } from './family.ts'

/** `POST /v1/files`: puts one file on record, optionally as a subject's document (multipart/form-data). */
export function filesRoute(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(v1Family(runtime), {
      permission: 'files:write',
      handler: async ({ organizationId, environment }, _input, request) => {
        const form = await readForm(request)
        const { file, subjectId, documentType } = form
        const stored = await runtime().files.put({
          organizationId,
          environment,
          name: file.name,
          bytes: new Uint8Array(await file.arrayBuffer()),
          ...(subjectId !== null && { subjectId }),
          ...(documentType !== null && { documentType }),
        })
        const { id: fileId, name, mimeType, size, sha256, createdAt } = stored
        const answer = {
          fileId,
          name,
          mimeType,
          size,
          sha256,
          subjectId,
          documentType,
          createdAt: createdAt.toISOString(),
        }
        return replyJson(201, storedFileSchema.parse(answer))
      },
    }),
  })
}

async function readForm(
  request: Request,
): Promise<{ file: File; subjectId: string | null; documentType: string | null }> {
  const { form, file } = await readFileForm(request)
  return { file, subjectId: textOf(form, 'subject_id'), documentType: textOf(form, 'document_type') }
}

function textOf(form: FormData, name: string): string | null {
  const value = form.get(name)
  if (value === null || value === '') return null
  if (typeof value === 'string' && value.length <= 200) return value
  throw new AppError('validation_failed', `${name}: Must be text of at most 200 characters`, {
    details: [{ path: name, message: 'Must be text of at most 200 characters' }],
  })
}
