import { z } from 'zod'
import { attachedSchema } from '#lib/contracts/reviews.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { readFileForm } from '#lib/http/read-form.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { openCaseFile } from '#lib/reviews/case-files.ts'
import { attachTo } from '#lib/reviews/remark.ts'
import { consoleFamily } from './family.ts'

/** `/api/console/reviews/{pauseId}/files`: keeps a file with the review (multipart/form-data, part `file`). */
export function reviewFilesRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'reviews:decide',
      params: z.strictObject({ pauseId: z.string() }),
      handler: async (member, { params: { pauseId } }, request) => {
        const { file } = await readFileForm(request)
        const bytes = new Uint8Array(await file.arrayBuffer())
        const { id } = await attachTo(runtime(), member, pauseId, { name: file.name, bytes })
        return replyJson(201, attachedSchema.parse({ fileId: id }))
      },
    }),
  })
}

/** `/api/console/reviews/{pauseId}/files/{fileId}`: the bytes of one of the case's files, and nothing that could act. */
export function reviewFileRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'reviews:read',
      params: z.strictObject({ pauseId: z.string(), fileId: z.string() }),
      handler: async (member, { params: { pauseId, fileId } }) => {
        const { bytes, mimeType, name } = await openCaseFile(runtime(), member, pauseId, fileId)
        return new Response(new Uint8Array(bytes), {
          headers: {
            'content-type': mimeType,
            'content-length': String(bytes.byteLength),
            'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(name)}`,
            'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            'x-content-type-options': 'nosniff',
            'cache-control': 'private, max-age=300',
          },
        })
      },
    }),
  })
}
