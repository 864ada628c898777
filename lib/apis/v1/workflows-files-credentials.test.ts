import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { credentialOnly } from '#lib/templates/credential-only.ts'
import { kycStandard } from '#lib/templates/kyc-standard.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { executionResultSchema, storedFileSchema, workflowSchema } from './contract.ts'
import { call, createV1, refusal, seen } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, globex, runtime } = house
const v1 = createV1(runtime)
const key = await acme.apiKey()
const theirs = await globex.apiKey()
const development = await acme.apiKey({ environment: 'DEVELOPMENT' })
const powerless = await acme.apiKey({ scopes: [] })

function lacks(permission: string) {
  return refusal(403, 'forbidden', `This needs the permission ${permission}`)
}

describe('the list of workflows', () => {
  const list = async (caller = key, query = '') => {
    const { status, body } = await v1.workflows(caller, query)
    expect(status).toBe(200)
    return z.array(workflowSchema).parse(body)
  }

  it('is a bare list of how each stands in the environment of the key', async () => {
    await acme.deploy('alpha', buildGraph('start'), ['PRODUCTION'])
    await acme.draft('beta', buildGraph('start'))
    const { body } = await v1.execute(key, { workflowId: 'wf_alpha' })
    const { executionId } = executionResultSchema.parse(body)
    const common = { organizationId: acme.id, createdAt: '<time>', updatedAt: '<time>' }
    const undeployed = { version: 1, isDeployed: false, deployedAt: null, lastSynced: null }
    const answer = await v1.workflows(key)
    expect(
      seen({
        ...answer,
        headers: answer.headers,
        body: JSON.parse(JSON.stringify(answer.body).replaceAll(acme.id, 'ACME')),
      }),
    ).toEqual({
      status: 200,
      body: [
        {
          ...common,
          organizationId: 'ACME',
          id: 'wf_alpha',
          environment: 'production',
          name: 'alpha',
          version: 1,
          isDeployed: true,
          deployedAt: '<time>',
          lastSynced: '<time>',
          lastExecution: { executionId: '<execution 1>', status: 'completed', updatedAt: '<time>' },
        },
        { ...common, organizationId: 'ACME', ...undeployed, id: 'wf_beta', environment: 'production', name: 'beta' },
      ],
    })
    expect((await list())[0]?.lastExecution?.executionId).toBe(executionId)
    const inDevelopment = await list(development)
    expect(inDevelopment.map(({ id, environment, isDeployed }) => [id, environment, isDeployed])).toEqual([
      ['wf_alpha', 'staging', false],
      ['wf_beta', 'staging', false],
    ])
  })

  it('counts the edits of the draft as versions', async () => {
    await acme.draft('gamma', buildGraph('start'))
    await acme.draft('gamma', buildGraph('start > say', { say: { type: 'count' } }))
    expect((await list()).find(({ id }) => id === 'wf_gamma')).toMatchObject({ version: 2, isDeployed: false })
  })

  it('shows deployed or undeployed ones alone where asked', async () => {
    const deployed = (await list(key, '?deployed=true')).map(({ id }) => id)
    const others = (await list(key, '?deployed=false')).map(({ id }) => id)
    expect({ deployed, others }).toEqual({ deployed: ['wf_alpha'], others: ['wf_beta', 'wf_gamma'] })
  })

  it('is refused without the scope or with other parameters, and shows nothing of others', async () => {
    expect(await v1.workflows(powerless)).toEqual(lacks('workflows:read'))
    expect((await v1.workflows(key, '?deployed=yes')).status).toBe(400)
    expect((await v1.workflows(key, '?page=2')).status).toBe(400)
    expect(await list(theirs)).toEqual([])
  })
})

describe('a file', () => {
  const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  const MRZ = 'P<UTODOE<<JANE<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<~X123456785UTO9005156F3408191<<<<<<<<<<<<<<00.png'
  const upload = (body: unknown, caller = key, headers = {}) =>
    call(v1.routes.files.POST, { key: caller, body, headers })

  function form(fields: Record<string, string> = {}, file: Blob | string = new Blob([PNG])) {
    const data = new FormData()
    if (typeof file === 'string') data.set('file', file)
    else data.set('file', file, MRZ)
    for (const [name, value] of Object.entries(fields)) data.set(name, value)
    return data
  }

  it('is put on record, and an execution reads it by its id', async () => {
    const stored = await upload(form())
    expect(seen(stored)).toEqual({
      status: 201,
      body: {
        fileId: '<file 1>',
        name: MRZ,
        mimeType: 'image/png',
        size: 8,
        sha256: '4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6',
        subjectId: null,
        documentType: null,
        createdAt: '<time>',
      },
    })
    await acme.deploy('kyc', kycStandard.graph)
    const { fileId } = storedFileSchema.parse(stored.body)
    const input = { subject_id: 'somebody', document_file_id: fileId }
    expect(await v1.execute(key, { workflowId: 'wf_kyc', options: { input } })).toMatchObject({
      status: 202,
      body: { output: { document_verification: { status: 'passed', name: { first: 'Jane', last: 'Doe' } } } },
    })
  })

  it('is found by subject and document type, in its own environment and organization alone', async () => {
    const fields = { subject_id: 'user_9', document_type: 'passport' }
    expect((await upload(form(fields))).body).toMatchObject({ subjectId: 'user_9', documentType: 'passport' })
    await globex.deploy('kyc', kycStandard.graph)
    const body = { workflowId: 'wf_kyc', options: { input: fields } }
    expect(await v1.execute(key, body)).toMatchObject({ status: 202 })
    for (const caller of [development, theirs]) {
      expect(await v1.execute(caller, body)).toMatchObject({
        status: 200,
        body: { status: 'failed', output: { document_verification: { error: { code: 'document_missing' } } } },
      })
    }
  })

  it('is refused where it is none, too large, of another type, or sent in another way', async () => {
    const required = [{ path: 'file', message: 'Required', code: 'missing' }]
    expect(await upload(new FormData())).toEqual(refusal(400, 'missing_required_field', 'file: Required', required))
    expect(await upload(form({}, 'text'))).toEqual(refusal(400, 'missing_required_field', 'file: Required', required))
    const long = 'x'.repeat(201)
    expect(await upload(form({ subject_id: long }))).toMatchObject({
      status: 400,
      body: { error: { code: 'validation_failed', details: [{ path: 'subject_id' }] } },
    })
    expect(await upload(form({}, new Blob(['hello'])))).toEqual(
      refusal(415, 'unsupported_media_type', 'A file must be a JPEG, PNG or WebP image or a PDF'),
    )
    expect(await upload({ file: 'x' })).toEqual(
      refusal(415, 'unsupported_media_type', 'Send the file as multipart/form-data'),
    )
    expect(await upload('broken', key, { 'content-type': 'multipart/form-data; boundary=x' })).toEqual(
      refusal(400, 'malformed_request', 'The form cannot be read'),
    )
    const large = new Blob([PNG, new Uint8Array(10 * 1024 * 1024)])
    expect(await upload(form({}, large))).toMatchObject({ status: 413, body: { error: { code: 'payload_too_large' } } })
    const said = { 'content-type': 'multipart/form-data; boundary=x', 'content-length': '99999999' }
    expect(await upload('', key, said)).toMatchObject({ status: 413 })
  })

  it('is refused without the scope', async () => {
    expect(await upload(form(), powerless)).toEqual(lacks('files:write'))
  })
})

describe('verifying a credential', () => {
  const verify = (body: unknown, caller = key) => call(v1.routes.verify.POST, { key: caller, body })

  async function issued() {
    await acme.deploy('issue', credentialOnly.graph)
    const input = { subject_id: 'user_1', claims: { tier: 'gold' } }
    const { body } = await v1.execute(key, { workflowId: 'wf_issue', options: { input } })
    return z.object({ signed_payload: z.string() }).parse(executionResultSchema.parse(body).output.credential_issue)
      .signed_payload
  }

  it('says that one from an execution is valid, and why a changed one is not: 200 for both', async () => {
    const jwt = await issued()
    expect(await verify({ jwt })).toMatchObject({ status: 200, body: { valid: true, reason: 'valid' } })
    const [header = '', payload = '', signature = ''] = jwt.split('.')
    const changed = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('gold', 'lead')).toString(
      'base64url',
    )
    for (const [text, reason] of [
      [`${header}.${changed}.${signature}`, 'invalid_signature'],
      [`${header}.${payload}.`, 'invalid_signature'],
      ['nothing', 'malformed'],
    ] as const) {
      expect(await verify({ jwt: text })).toEqual({ status: 200, body: { valid: false, reason } })
    }
  })

  it('is refused without the scope or a credential', async () => {
    expect(await verify({ jwt: 'x' }, powerless)).toEqual(lacks('credentials:read'))
    expect((await verify({})).status).toBe(400)
    expect((await verify({ jwt: '' })).status).toBe(400)
    expect((await verify({ jwt: 'x', strict: true })).status).toBe(400)
  })
})

describe('every address', () => {
  it.each(Object.entries(v1.routes))(
    'of %s knows its callers, and answers other methods with 405',
    async (_name, route) => {
      const body = { blockId: 'a', jwt: 'x', workflowId: 'wf' }
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
        const params = { executionId: 'x', workflowId: 'x' }
        const { status, headers } = await call(route[method], { method, params, ...(method !== 'GET' && { body }) })
        if (status !== 401)
          expect({ status, allow: headers.get('allow')?.includes(method) }).toEqual({ status: 405, allow: false })
      }
    },
  )
})
