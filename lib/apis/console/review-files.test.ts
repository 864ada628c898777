import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReviewDetail } from '#lib/contracts/reviews.ts'
import { reviewFileRoutes, reviewFilesRoutes } from './review-files.ts'
import { reviewRoutes } from './reviews.ts'
import { type ConsoleBench, createConsoleBench, type Person } from './testing.ts'

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3)
let bench: ConsoleBench
let pauseId: string
beforeAll(async () => {
  bench = await createConsoleBench()
  const { id } = await bench.deploy('Reviewed')
  const executionId = await bench.run(id, { subject_id: 'user-1' })
  pauseId = (await bench.runtime.db.prisma.pause.findFirstOrThrow({ where: { executionId } })).id
}, 60_000)
afterAll(() => bench.close())

const runtime = () => bench.runtime

async function put(subjectId: string, organizationId = bench.members.owner.organizationId): Promise<string> {
  const owner = { organizationId, environment: 'PRODUCTION' as const }
  return (await bench.runtime.files.put({ ...owner, name: 'passport.png', bytes: PNG, subjectId })).id
}
async function open(as: Person, fileId: string): Promise<Response> {
  const cookie = bench.cookieOf(as)
  const request = new Request('http://127.0.0.1:3000/x', { headers: { cookie, 'sec-fetch-site': 'same-origin' } })
  return reviewFileRoutes(runtime).GET(request, { params: Promise.resolve({ pauseId, fileId }) })
}
async function attach(as: Person, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
  const body = new FormData()
  body.append('file', new File([bytes], 'note.png'))
  const headers = { cookie: bench.cookieOf(as), 'sec-fetch-site': 'same-origin' }
  const request = new Request('http://127.0.0.1:3000/x', { method: 'POST', body, headers })
  return reviewFilesRoutes(runtime).POST(request, { params: Promise.resolve({ pauseId }) })
}
async function detail(): Promise<ReviewDetail> {
  return (await bench.call(reviewRoutes(runtime).GET, { as: 'auditor', params: { pauseId } })).body as ReviewDetail
}

describe('the files of a case', () => {
  it('are those of its subject, and nothing that could act is sent with their bytes', async () => {
    const fileId = await put('user-1')
    expect((await detail()).files).toEqual([
      {
        id: fileId,
        name: 'passport.png',
        mimeType: 'image/png',
        size: PNG.length,
        documentType: null,
        createdAt: expect.any(String),
      },
    ])
    const answer = await open('auditor', fileId)
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(PNG)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    const trail = await bench.runtime.db.prisma.auditRecord.findMany({ where: { action: 'review.file_read' } })
    expect(trail.map(({ targetId, after }) => ({ targetId, after }))).toEqual([
      { targetId: pauseId, after: { fileId } },
    ])
  })

  it('are nobody else’s: not another subject’s, not for those who read no reviews, not for another organization', async () => {
    const [own, others, foreign] = [
      await put('user-1'),
      await put('user-2'),
      await put('user-1', bench.members.stranger.organizationId),
    ]
    const statuses = await Promise.all([
      open('owner', others),
      open('owner', foreign),
      open('viewer', own),
      open('stranger', own),
      open('stranger', foreign),
    ])
    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 403, 404, 404])
  })

  it('grow by what officers attach, which must be an image or a PDF', async () => {
    const refused = await attach('reviewer', new TextEncoder().encode('<svg onload="alert(1)"/>'))
    expect(refused.status).toBe(415)
    expect((await attach('auditor', PNG)).status).toBe(403)
    const answer = await attach('reviewer', PNG)
    expect(answer.status).toBe(201)
    const { fileId } = await answer.json()
    expect((await open('auditor', fileId)).status).toBe(200)
    const { timeline, files } = await detail()
    expect(timeline.at(-1)).toMatchObject({ type: 'attached', data: { fileId, name: 'note.png' } })
    expect(files.map(({ id }) => id)).toContain(fileId)
  })
})
