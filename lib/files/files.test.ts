import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '#lib/crypto.ts'
import { createDatabase, type Database } from '#lib/store/database.ts'
import { createFileDeps } from '#lib/store/file-deps.ts'
import { createTestDatabase, type TestDatabase } from '#lib/store/testing.ts'
import { createFiles, type Files } from './create.ts'
import type { FileOwner } from './ports.ts'
import { MAX_FILE_BYTES } from './put.ts'
import { sniffMimeType } from './sniff.ts'

const MASTER_KEY = Buffer.alloc(32, 5).toString('base64url')
const START = new Date('2026-11-22T10:30:00Z').getTime()
const PNG_HEAD = Buffer.from('89504e470d0a1a0a', 'hex')

function png(text: string): Buffer {
  return Buffer.concat([PNG_HEAD, Buffer.from(text)])
}

describe('files', () => {
  let testDatabase: TestDatabase
  let database: Database
  let dataDir: string
  let files: Files
  let owner: FileOwner
  let rival: FileOwner
  let seconds = 0

  const open = (pool: Database['pool'], masterKey = MASTER_KEY) =>
    createFiles(createFileDeps({ pool, dataDir, masterKey, now: () => new Date(START + seconds * 1000) }))

  beforeAll(async () => {
    testDatabase = await createTestDatabase()
    database = createDatabase(testDatabase.url)
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'countersign-files-'))
    files = open(database.pool)
    owner = await addOrganization()
    rival = await addOrganization()
  })
  afterAll(async () => {
    await database.close()
    await testDatabase.drop()
    await rm(dataDir, { recursive: true })
  })

  async function addOrganization(): Promise<FileOwner> {
    const organizationId = randomUUID()
    await database.pool.query('INSERT INTO organization (id, slug, name) VALUES ($1, $2, $2)', [
      organizationId,
      `org-${organizationId}`,
    ])
    return { organizationId, environment: 'PRODUCTION' }
  }

  function placeOf(fileId: string): string {
    return path.join(dataDir, 'files', fileId.slice(-2), fileId)
  }

  it('gives back what was put, with what its bytes show it to be', async () => {
    const bytes = png('a passport')
    const put = await files.put({ ...owner, name: 'scan.pdf', bytes, subjectId: 'user_1', documentType: 'passport' })
    expect(put).toEqual({
      ...owner,
      id: expect.stringMatching(/^file_[0-9A-HJKMNP-TV-Z]{26}$/),
      subjectId: 'user_1',
      documentType: 'passport',
      name: 'scan.pdf',
      mimeType: 'image/png',
      size: bytes.length,
      sha256: sha256(bytes),
      createdAt: new Date(START),
    })
    expect(await files.read(owner, put.id)).toEqual({ id: put.id, name: 'scan.pdf', mimeType: 'image/png', bytes })
  })

  it('keeps nothing readable on disk, and nothing half written', async () => {
    const put = await files.put({ ...owner, name: 'a.png', bytes: png('Jane Doe, born 1990-05-15') })
    const resting = await readFile(placeOf(put.id))
    expect(resting.includes('Jane')).toBe(false)
    expect(resting.includes(PNG_HEAD)).toBe(false)
    expect((await stat(placeOf(put.id))).mode & 0o777).toBe(0o600)
    expect((await readdir(path.dirname(placeOf(put.id)))).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('does not give out a file that has been altered, exchanged or sealed with another key', async () => {
    const [one, two] = [
      await files.put({ ...owner, name: '1', bytes: png('one') }),
      await files.put({ ...owner, name: '2', bytes: png('two') }),
    ]
    await expect(open(database.pool, Buffer.alloc(32, 6).toString('base64url')).read(owner, one.id)).rejects.toThrow()
    const [first, second] = [await readFile(placeOf(one.id)), await readFile(placeOf(two.id))]
    await writeFile(placeOf(one.id), second)
    await expect(files.read(owner, one.id)).rejects.toThrow()
    await writeFile(placeOf(one.id), first.with(-1, (first.at(-1) ?? 0) ^ 1))
    await expect(files.read(owner, one.id)).rejects.toThrow()
    await writeFile(placeOf(one.id), first)
    expect((await files.read(owner, one.id)).name).toBe('1')
  })

  it('answers for another organization or environment as if the file were not there', async () => {
    const put = await files.put({ ...owner, name: 'a', bytes: png('x'), subjectId: 'user_7', documentType: 'passport' })
    for (const stranger of [rival, { ...owner, environment: 'DEVELOPMENT' as const }]) {
      await expect(files.read(stranger, put.id)).rejects.toMatchObject({ code: 'file_not_found' })
      const service = files.serviceFor(stranger.organizationId, stranger.environment)
      expect(await service.get(put.id)).toBeNull()
      expect(await service.newest('user_7', 'passport')).toBeNull()
    }
    await expect(files.read(owner, 'file_../../etc/passwd')).rejects.toMatchObject({ code: 'file_not_found' })
  })

  it('finds the newest file of a subject and document type', async () => {
    const service = files.serviceFor(owner.organizationId, owner.environment)
    for (const name of ['first', 'second']) {
      seconds++
      await files.put({ ...owner, name, bytes: png(name), subjectId: 'user_2', documentType: 'passport' })
    }
    seconds++
    await files.put({ ...owner, name: 'other type', bytes: png('x'), subjectId: 'user_2', documentType: 'id_card' })
    await files.put({ ...rival, name: 'other owner', bytes: png('x'), subjectId: 'user_2', documentType: 'passport' })
    expect((await service.newest('user_2', 'passport'))?.name).toBe('second')
    expect(await service.newest('user_2', 'visa')).toBeNull()
    expect(await service.newest('user_2\0', 'passport')).toBeNull()
  })

  it('accepts a file of ten mebibytes and refuses one byte more', async () => {
    const largest = Buffer.alloc(MAX_FILE_BYTES)
    PNG_HEAD.copy(largest)
    expect((await files.put({ ...owner, name: 'large', bytes: largest })).size).toBe(MAX_FILE_BYTES)
    await expect(
      files.put({ ...owner, name: 'larger', bytes: Buffer.concat([largest, Buffer.alloc(1)]) }),
    ).rejects.toMatchObject({ code: 'payload_too_large' })
  })

  it.each([
    ['', 'nothing'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'SVG'],
    ['GIF89a', 'GIF'],
    ['PK\u0003\u0004', 'ZIP'],
    ['RIFF....WAVE', 'WAV'],
    [' %PDF-1.7', 'a PDF after a space'],
  ])('refuses %j: %s', async (text) => {
    await expect(files.put({ ...owner, name: 'a.png', bytes: Buffer.from(text) })).rejects.toMatchObject({
      code: 'unsupported_media_type',
    })
  })

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\jane\\pass\u0000port.png', 'passport.png'],
    [' \u202egnp.exe ', 'gnp.exe'],
    ['///', 'file'],
    ['é'.repeat(300), 'é'.repeat(200)],
  ])('calls a file sent as %j by a plain name', async (sent, name) => {
    expect((await files.put({ ...owner, name: sent, bytes: png('x') })).name).toBe(name)
  })

  it('leaves no record of a file whose bytes could not be written', async () => {
    const broken = createFiles(
      createFileDeps({
        pool: database.pool,
        dataDir: '/dev/null',
        masterKey: MASTER_KEY,
        now: () => new Date(START),
      }),
    )
    const request = { ...owner, name: 'a', bytes: png('x'), subjectId: 'user_9', documentType: 'passport' }
    await expect(broken.put(request)).rejects.toThrow()
    expect(await files.newest(owner, 'user_9', 'passport')).toBeNull()
  })
})

describe('sniffMimeType', () => {
  it.each([
    ['ffd8ffe000104a46', 'image/jpeg'],
    ['89504e470d0a1a0a', 'image/png'],
    ['524946460000000057454250', 'image/webp'],
    ['255044462d312e37', 'application/pdf'],
    ['ffd8', null],
    ['89504e47', null],
    ['52494646', null],
  ])('%s is %s', (hex, mimeType) => {
    expect(sniffMimeType(Buffer.from(hex, 'hex'))).toBe(mimeType)
  })
})
