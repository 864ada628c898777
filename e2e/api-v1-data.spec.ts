import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { type APIRequestContext, expect, test } from '@playwright/test'
import { readFirstRun } from './first-run.ts'

const DATA = process.env.COUNTERSIGN_DATA ?? ''
const headers = () => ({ 'x-api-key': readFirstRun().apiKey ?? '' })

test.skip(DATA === '', 'COUNTERSIGN_DATA names no folder: real documents and the official OFAC lists are left out')

async function readDocument(request: APIRequestContext, file: string) {
  const buffer = await fs.readFile(path.join(DATA, 'mrz', file))
  const multipart = { file: { name: file, mimeType: 'application/octet-stream', buffer } }
  const uploaded = await request.post('/v1/files', { headers: headers(), multipart })
  const { fileId } = await uploaded.json()
  const workflow = {
    blocks: [
      { id: 'start', type: 'start', name: 'Start' },
      { id: 'document', type: 'document_verification', name: 'Document', config: { file_id: '{input.file}' } },
    ],
    edges: [{ id: 'edge', source: 'start', target: 'document' }],
  }
  const data = { workflowId: 'wf_kyc_standard', workflow, options: { input: { file: fileId } } }
  const response = await request.post('/v1/workflows/execute', { headers: headers(), data, timeout: 90_000 })
  return { status: response.status(), body: await response.json() }
}

test('a photographed specimen goes in and its fields come out', async ({ request }) => {
  test.setTimeout(120_000)
  const { status, body } = await readDocument(request, 'passport-td3.png')
  const { document_type, issuing_country, document_number, name, birth_date, expires_at, sex, mrz } =
    body.output.document
  expect({ status, result: body.status, error: body.output.document.error.code }).toEqual({
    status: 200,
    result: 'failed',
    error: 'document_rejected',
  })
  expect({ document_type, issuing_country, document_number, name, birth_date, expires_at, sex, mrz }).toEqual({
    document_type: 'passport',
    issuing_country: 'UTO',
    document_number: 'L898902C3',
    name: { first: 'Anna Maria', last: 'Eriksson' },
    birth_date: '1974-08-12',
    expires_at: '2012-04-15',
    sex: 'female',
    mrz: 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10',
  })
})

test('a name of the official OFAC list is found, a clean one is not', async ({ request }) => {
  test.setTimeout(120_000)
  const lists = ['scripts/bootstrap.mjs', 'lists', 'import', 'ofac', path.join(DATA, 'ofac')]
  const env = { ...process.env, COUNTERSIGN_DATA_DIR: process.env.COUNTERSIGN_E2E_DATA }
  const { stdout } = await promisify(execFile)(process.execPath, lists, { env })
  expect(stdout).toContain('ofac_sdn')
  const screen = async (name: string) => {
    const data = { workflowId: 'wf_sanctions_only', options: { input: { name } } }
    const response = await request.post('/v1/workflows/execute', { headers: headers(), data, timeout: 60_000 })
    const { status, hits, lists: used } = (await response.json()).output.sanctions_screening
    return { status, names: hits.map((hit: { primary_name: string }) => hit.primary_name), used }
  }
  await expect.poll(async () => (await screen('Nicolas Maduro Moros')).status, { timeout: 30_000 }).toBe('hit')
  const found = await screen('Nicolas Maduro Moros')
  expect(found.names).toEqual(['Nicolas MADURO MOROS'])
  expect(found.used.map(({ list, entries }: { list: string; entries: number }) => `${list} ${entries}`).sort()).toEqual(
    ['ofac_consolidated 442', 'ofac_sdn 15443', 'sample 40'],
  )
  const clean = await screen('Margaret Elaine Thistlewood')
  expect({ status: clean.status, names: clean.names }).toEqual({ status: 'clear', names: [] })
})
