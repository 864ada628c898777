import { readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import type { StoredFile } from '#lib/blocks/services.ts'
import { composePassportLines, type PassportHolder } from './compose.ts'
import { createDocumentReader } from './embedded.ts'
import { renderSpecimen } from './specimen.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const PATIENCE = { timeout: 60_000 }
const JANE: PassportHolder = {
  firstName: 'Jane',
  lastName: 'Doe',
  documentNumber: 'X12345678',
  birthDate: '1990-05-15',
  expiresAt: '2034-08-19',
  sex: 'female',
}
const OLAF: PassportHolder = {
  firstName: 'Olaf Quentin',
  lastName: "O'Brien-Zimmermann",
  documentNumber: 'B0G6S5I1Z',
  birthDate: '1968-12-31',
  expiresAt: '2027-02-28',
  sex: 'unspecified',
}
const reader = createDocumentReader({ now: () => NOW })
afterAll(() => reader.close())

function fileOf(bytes: Uint8Array): StoredFile {
  return { id: 'file_1', name: 'page', mimeType: 'image/png', bytes }
}
const read = (bytes: Uint8Array, signal = new AbortController().signal) => reader.readImage(fileOf(bytes), signal)

describe('reading page images', PATIENCE, () => {
  it.each([JANE, OLAF])('reads a rendered specimen back: $lastName', async (person) => {
    const { mrz, provider, durationMs } = await read(await renderSpecimen(person))
    expect(mrz?.lines).toEqual(composePassportLines(person, 'UTO'))
    expect(mrz?.checkDigits.filter((check) => !check.valid)).toEqual([])
    expect(mrz?.fields).toEqual(reader.readText(composePassportLines(person, 'UTO').join('\n'))?.fields)
    expect(provider).toEqual({ name: 'embedded', version: '1' })
    expect(durationMs).toBeGreaterThan(0)
  })

  it('is sure of a clean page', async () => {
    const { mrz } = await read(await renderSpecimen(JANE))
    expect(Object.values(mrz?.confidence ?? {}).filter((sure) => sure < 0.8)).toEqual([])
    expect(mrz?.fields.birthDate).toBe('1990-05-15')
  })

  it.each<[string, (page: Sharp) => Sharp]>([
    ['a small JPEG', (page) => page.resize({ width: 560 }).jpeg({ quality: 60 })],
    ['a page upside down', (page) => page.rotate(180)],
    ['a page on its side', (page) => page.rotate(90)],
    ['a tilted, blurred WebP', (page) => page.rotate(7, { background: '#555' }).blur(1).webp({ quality: 80 })],
    ['a page to be turned by its EXIF note', (page) => page.rotate(90).withMetadata({ orientation: 8 }).jpeg()],
  ])('reads %s', async (_, spoil) => {
    const bytes = await spoil(sharp(await renderSpecimen(JANE))).toBuffer()
    expect((await read(bytes)).mrz?.lines).toEqual(composePassportLines(JANE, 'UTO'))
  })

  it('finds no zone on a page that has none', async () => {
    const blank = sharp({ create: { width: 800, height: 600, channels: 3, background: '#ffffff' } })
    expect((await read(await blank.png().toBuffer())).mrz).toBeNull()
  })

  it.each<[string, () => Promise<Uint8Array>]>([
    ['text', async () => new TextEncoder().encode('not an image')],
    ['nothing', async () => new Uint8Array()],
    ['a broken image', async () => (await renderSpecimen(JANE)).slice(0, 20_000)],
    ['another kind of image', async () => new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ])('refuses %s', async (_, bytes) => {
    await expect(read(await bytes())).rejects.toMatchObject({ error: { code: 'unreadable_image' } })
  })

  it('gives up when the run is cancelled, and reads the next page', async () => {
    const controller = new AbortController()
    const cancelled = read(await renderSpecimen(JANE), controller.signal)
    controller.abort(new Error('cancelled by test'))
    await expect(cancelled).rejects.toThrow('cancelled by test')
    expect((await read(await renderSpecimen(JANE))).mrz?.fields.firstName).toBe('JANE')
  })

  it('says that it is busy when the queue is full, and refuses after it was closed', async () => {
    const small = createDocumentReader({ now: () => NOW, longestQueue: 1 })
    const page = fileOf(await renderSpecimen(JANE))
    const { signal } = new AbortController()
    const running = [small.readImage(page, signal), small.readImage(page, signal)]
    const busy = { error: { code: 'busy', retryable: true, retryAfterSeconds: 5 } }
    await expect(small.readImage(page, signal)).rejects.toMatchObject(busy)
    const settled = Promise.allSettled(running)
    await small.close()
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(small.readImage(page, signal)).rejects.toMatchObject(busy)
  })
})

const folder = process.env.COUNTERSIGN_DATA
describe.skipIf(!folder)('reading real specimens (left out without COUNTERSIGN_DATA)', PATIENCE, () => {
  it.each([
    ['passport-td3.png', 'L898902C3', 'ERIKSSON', 'ANNA MARIA', '1974-08-12'],
    ['100_id-che.jpg', 'S0002068', 'VADIS', 'QUO', '1981-02-28'],
    ['100_visa-usa.jpg', '555123ABC', 'TRAVELER', 'HAPPYPERSON', '1965-02-05'],
    ['25_pass-uto.jpg', 'L898902C3', 'ERIKSSON', 'ANNA MARIA', '1974-08-12'],
    ['passport-td2.png', 'D23145890', 'ERIKSSON', 'ANNA MARIA', '1974-08-12'],
  ])('reads %s', async (name, documentNumber, lastName, firstName, birthDate) => {
    const { mrz } = await read(await readFile(path.join(folder ?? '', 'mrz', name)))
    expect(mrz?.fields).toMatchObject({ documentNumber, lastName, firstName, birthDate })
    expect(mrz?.checkDigits.filter((check) => !check.valid)).toEqual([])
  })

  it('does not repair a document whose printed check digits are wrong', async () => {
    const { mrz } = await read(await readFile(path.join(folder ?? '', 'mrz', '0_id-esp.png')))
    expect(mrz?.corrections).toEqual([])
    expect(mrz?.checkDigits.some((check) => !check.valid)).toBe(true)
  })
})
