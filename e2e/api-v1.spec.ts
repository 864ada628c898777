import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { type APIRequestContext, expect, test } from '@playwright/test'
import { verifyCredential } from 'did-jwt-vc'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { composePassportLines } from '../lib/providers/documents/compose.ts'
import { renderSpecimen } from '../lib/providers/documents/specimen.ts'
import { readFirstRun } from './first-run.ts'

const headers = () => ({ 'x-api-key': readFirstRun().apiKey ?? '' })

async function execute(request: APIRequestContext, workflowId: string, input: object) {
  const response = await request.post('/v1/workflows/execute', {
    headers: headers(),
    data: { workflowId, options: { input } },
  })
  return { status: response.status(), body: await response.json() }
}

async function issue(request: APIRequestContext): Promise<string> {
  const input = { subject_id: `e2e_${randomUUID()}`, claims: { tier: 'gold' } }
  const { body } = await execute(request, 'wf_credential_only', input)
  return body.output.credential_issue.signed_payload
}

test('the printed curl answers with a signed credential', async () => {
  test.setTimeout(120_000)
  const { curl } = readFirstRun()
  const { stdout } = await promisify(execFile)('sh', ['-c', `${curl} --silent --write-out '\\n%{http_code}'`])
  const [body = '', status] = stdout.split(/\n(?=\d+$)/)
  expect(status).toBe('200')
  expect(JSON.parse(body)).toMatchObject({
    success: true,
    status: 'completed',
    output: {
      document_verification: { status: 'passed', name: { first: 'Jane', last: 'Doe' } },
      sanctions_screening: { status: 'clear' },
      credential_issue: { signed_payload: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/) },
    },
  })
})

test('an uploaded image of a passport is read by its file id', async ({ request }) => {
  test.setTimeout(120_000)
  const person = {
    firstName: 'Ada',
    lastName: 'Byron',
    documentNumber: 'X45678901',
    birthDate: '1985-12-10',
    expiresAt: '2034-08-19',
    sex: 'female' as const,
  }
  const buffer = Buffer.from(await renderSpecimen(person))
  const uploaded = await request.post('/v1/files', {
    headers: headers(),
    multipart: { file: { name: 'passport.png', mimeType: 'image/png', buffer }, document_type: 'passport' },
  })
  expect(uploaded.status()).toBe(201)
  const { fileId, size } = await uploaded.json()
  expect(size).toBe(buffer.length)
  const input = { subject_id: `e2e_${randomUUID()}`, document_file_id: fileId }
  const { status, body } = await execute(request, 'wf_kyc_standard', input)
  expect({ status, document: body.output.document_verification }).toMatchObject({
    status: 200,
    document: {
      status: 'passed',
      name: { first: 'Ada', last: 'Byron' },
      document_number: 'X45678901',
      mrz: composePassportLines(person, 'UTO').join('\n'),
    },
  })
})

test('a credential verifies by the served DID document and by the served keys; a changed one does not', async ({
  request,
  baseURL,
}) => {
  const jwt = await issue(request)
  const document = await (await request.get('/.well-known/did.json')).json()
  const keys = createLocalJWKSet(await (await request.get('/.well-known/jwks.json')).json())
  const resolver = {
    resolve: async () => ({ didResolutionMetadata: {}, didDocument: document, didDocumentMetadata: {} }),
  }
  const issuer = `did:web:${encodeURIComponent(new URL(baseURL ?? '').host)}`
  expect(await verifyCredential(jwt, resolver)).toMatchObject({ verified: true, issuer })
  expect((await jwtVerify(jwt, keys)).payload).toMatchObject({ iss: issuer })

  const [header, payload = '', signature] = jwt.split('.')
  const text = Buffer.from(payload, 'base64url').toString()
  const changed = `${header}.${Buffer.from(text.replace('gold', 'lead')).toString('base64url')}.${signature}`
  await expect(verifyCredential(changed, resolver)).rejects.toThrow(/invalid_signature/)
  await expect(jwtVerify(changed, keys)).rejects.toThrow(/signature/)

  const verify = async (given: string) => {
    const response = await request.post('/v1/credentials/verify', { headers: headers(), data: { jwt: given } })
    return { status: response.status(), body: await response.json() }
  }
  expect(await verify(jwt)).toMatchObject({ status: 200, body: { valid: true, reason: 'valid', issuer } })
  expect(await verify(changed)).toEqual({ status: 200, body: { valid: false, reason: 'invalid_signature' } })
})

test('a caller who hangs up stops nothing', async ({ request, baseURL }) => {
  const executionId = `e2e_${randomUUID()}`
  const workflow = {
    blocks: [
      { id: 'start', type: 'start', name: 'Start' },
      { id: 'wait', type: 'wait', name: 'Wait', config: { seconds: 2 } },
      { id: 'end', type: 'end', name: 'End', config: { output: { waited: '{wait.waited_seconds}' } } },
    ],
    edges: [
      { id: 'e1', source: 'start', target: 'wait' },
      { id: 'e2', source: 'wait', target: 'end' },
    ],
  }
  const statusOf = async () => {
    const response = await request.get(`/v1/workflows/status/${executionId}`, { headers: headers() })
    return response.json()
  }
  const hanging = new AbortController()
  const lost = fetch(`${baseURL}/v1/workflows/execute`, {
    method: 'POST',
    headers: { ...headers(), 'content-type': 'application/json' },
    body: JSON.stringify({ workflowId: 'wf_credential_only', workflow, options: { executionId } }),
    signal: hanging.signal,
  })
  await expect.poll(async () => (await statusOf()).status).toBe('running')
  hanging.abort()
  await expect(lost).rejects.toThrow(/abort/)
  await expect.poll(async () => (await statusOf()).status).toBe('completed')
  expect(await statusOf()).toMatchObject({ success: true, output: { end: { waited: 2 } } })
})

test('refusals have the envelope and the request id over HTTP too', async ({ request }) => {
  const given = { ...headers(), 'x-request-id': 'e2e-request-1' }
  const answers = await Promise.all([
    request.post('/v1/workflows/execute', { headers: { 'x-request-id': 'e2e-request-1' }, data: {} }),
    request.post('/v1/workflows/execute', {
      headers: { ...given, 'content-type': 'application/json' },
      data: Buffer.from('{'),
    }),
    request.get('/v1/workflows/execute', { headers: given }),
    request.get('/v1/workflows/status/unknown', { headers: given }),
    request.get('/v1/workflows/status/a%00b', { headers: given }),
  ])
  const seen = await Promise.all(
    answers.map(async (answer) => {
      const { error } = await answer.json()
      return { status: answer.status(), code: error.code, id: [error.request_id, answer.headers()['x-request-id']] }
    }),
  )
  const id = ['e2e-request-1', 'e2e-request-1']
  expect(seen).toEqual([
    { status: 401, code: 'unauthorized', id },
    { status: 400, code: 'malformed_request', id },
    { status: 405, code: 'method_not_allowed', id },
    { status: 404, code: 'execution_not_found', id },
    { status: 400, code: 'malformed_request', id },
  ])
})
