import { describe, expect, it } from 'vitest'
import { BlockFailure } from '#lib/engine/block.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { composePassportLines } from '#lib/providers/documents/compose.ts'
import { readMrzText } from '#lib/providers/documents/read-text.ts'
import type { MrzReading, StoredFile } from '../services.ts'
import { runBlock } from '../testing.ts'
import { configSchema } from './config.ts'
import { documentVerification } from './index.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const JANE = {
  firstName: 'Jane',
  lastName: 'Doe',
  documentNumber: 'L898902C3',
  birthDate: '1990-05-15',
  expiresAt: '2031-05-14',
  sex: 'female',
} as const
const JANE_LINES = composePassportLines(JANE, 'UTO')
const JANE_MRZ = JANE_LINES.join('\n')
const FILE: StoredFile = { id: 'file_1', name: 'page', mimeType: 'image/png', bytes: Uint8Array.of(1) }
const NOTHING = {
  mrz: null,
  image_base64: null,
  file_id: null,
  subject_id: null,
  document_type: null,
  declared_name: null,
  declared_birth_date: null,
}

type World = { image?: MrzReading | null; acceptSpecimens?: boolean; wired?: string[] }

function run(config: JsonObject, world: World = {}) {
  return runBlock(
    documentVerification,
    { ...NOTHING, ...config },
    {
      wired: new Set(world.wired ?? []),
      services: {
        files: {
          get: async (id) => (id === FILE.id ? FILE : null),
          newest: async (subject, type) => (subject === 'user_jane_doe_001' && type === 'passport' ? FILE : null),
        },
        documents: {
          readText: (text) => readMrzText(text, NOW),
          readImage: async () => ({
            mrz: world.image ?? null,
            provider: { name: 'fake', version: '1' },
            durationMs: 1,
          }),
        },
        settings: { acceptSpecimens: world.acceptSpecimens ?? true },
        now: () => NOW,
      },
    },
  )
}

function readingOf(lines: readonly string[]): MrzReading {
  const reading = readMrzText(lines.join('\n'), NOW)
  if (!reading) throw new Error('the test has no readable lines')
  return reading
}

function change(line: number, column: number, character: string): string[] {
  return JANE_LINES.map((text, i) => (i === line ? text.slice(0, column) + character + text.slice(column + 1) : text))
}

describe('document_verification', () => {
  it('passes a consistent document and reports what it read', async () => {
    expect(await run({ mrz: JANE_MRZ, declared_name: 'jane doe', declared_birth_date: '1990-05-15' })).toEqual({
      type: 'completed',
      output: {
        status: 'passed',
        document_type: 'passport',
        name: { first: 'Jane', last: 'Doe' },
        birth_date: '1990-05-15',
        issuing_country: 'UTO',
        document_number: 'L898902C3',
        expires_at: '2031-05-14',
        sex: 'female',
        nationality: 'UTO',
        mrz: JANE_MRZ,
        confidence: {
          document_type: 1,
          name: 1,
          birth_date: 1,
          issuing_country: 1,
          document_number: 1,
          expires_at: 1,
          sex: 1,
          nationality: 1,
        },
        checks: [
          { code: 'mrz_found', passed: true, detail: 'A TD3 machine readable zone' },
          {
            code: 'check_digit_document_number',
            passed: true,
            detail: 'The check digit of the document number is right',
          },
          { code: 'check_digit_birth_date', passed: true, detail: 'The check digit of the birth date is right' },
          {
            code: 'check_digit_expiration_date',
            passed: true,
            detail: 'The check digit of the expiration date is right',
          },
          { code: 'check_digit_optional', passed: true, detail: 'The check digit of the optional data is right' },
          { code: 'check_digit_composite', passed: true, detail: 'The check digit of the whole zone is right' },
          { code: 'legible', passed: true, detail: 'Every field was read clearly' },
          { code: 'plausible_dates', passed: true, detail: 'The dates agree with one another' },
          { code: 'not_expired', passed: true, detail: 'The document is valid until 2031-05-14' },
          {
            code: 'specimen_state',
            passed: true,
            detail: 'A specimen of the fictional state UTO, accepted in this environment',
          },
          { code: 'declared_name', passed: true, detail: 'The declared name agrees with the document' },
          { code: 'declared_birth_date', passed: true, detail: 'The declared birth date agrees with the document' },
        ],
        provider: { name: 'mrz-text', version: '1' },
      },
    })
  })

  it.each<[string, JsonObject, World, string]>([
    [
      'an expired document',
      { mrz: composePassportLines({ ...JANE, expiresAt: '2020-01-01' }, 'UTO').join('\n') },
      {},
      'The document expired on 2020-01-01',
    ],
    [
      'a specimen where none are accepted',
      { mrz: JANE_MRZ },
      { acceptSpecimens: false },
      'A specimen of the fictional state UTO, not accepted in this environment',
    ],
    [
      'another name',
      { mrz: JANE_MRZ, declared_name: { first: 'John', last: 'Roe' } },
      {},
      'The declared name does not agree with the document',
    ],
    [
      'another birth date',
      { mrz: JANE_MRZ, declared_birth_date: '1990-05-16' },
      {},
      'The declared birth date does not agree with the document',
    ],
    [
      'another type',
      { mrz: JANE_MRZ, accepted_types: 'visa, id_card' },
      {},
      'The document type passport is not accepted',
    ],
    ['another state', { mrz: JANE_MRZ, accepted_states: ['USA'] }, {}, 'The issuing state UTO is not accepted'],
    [
      'a wrong check digit in text',
      { mrz: change(1, 16, '7').join('\n') },
      {},
      'The check digit of the birth date is wrong',
    ],
  ])('rejects %s', async (_, config, world, message) => {
    expect(await run(config, world)).toMatchObject({
      type: 'failed',
      error: { code: 'document_rejected', message },
      output: { status: 'rejected' },
    })
  })

  it('takes the exit "rejected" where the author asked for it', async () => {
    const outcome = await run({ mrz: JANE_MRZ, accepted_states: 'USA', on_negative: 'branch' })
    expect(outcome).toMatchObject({ type: 'completed', handle: 'rejected', output: { status: 'rejected' } })
    expect(documentVerification.handles?.(configSchema.parse({ on_negative: 'branch' }))).toEqual([
      'out',
      'rejected',
      'inconclusive',
    ])
    expect(documentVerification.handles?.(configSchema.parse({}))).toEqual(['out', 'inconclusive'])
  })

  it.each<[string, MrzReading | null]>([
    ['no machine readable zone', null],
    ['a wrong check digit', readingOf(change(1, 16, '7'))],
    [
      'an unsure name',
      { ...readingOf(JANE_LINES), confidence: { ...readingOf(JANE_LINES).confidence, lastName: 0.3 } },
    ],
  ])('is inconclusive about an image with %s', async (_, image) => {
    const inconclusive = { status: 'inconclusive' }
    expect(await run({ file_id: FILE.id }, { image })).toMatchObject({
      type: 'failed',
      error: { code: 'document_inconclusive' },
      output: inconclusive,
    })
    expect(await run({ file_id: FILE.id }, { image, wired: ['inconclusive'] })).toMatchObject({
      type: 'completed',
      handle: 'inconclusive',
      output: inconclusive,
    })
  })

  it('takes text before an image, an image before a file, a file before the newest on record', async () => {
    const image = readingOf(JANE_LINES)
    const all = { mrz: 'no zone', image_base64: 'AQ==', file_id: 'file_0', subject_id: 'nobody', document_type: 'visa' }
    const inconclusive = { error: { code: 'document_inconclusive' }, output: { provider: { name: 'mrz-text' } } }
    expect(await run(all, { image })).toMatchObject(inconclusive)
    expect(await run({ ...all, mrz: null }, { image })).toMatchObject({ output: { status: 'passed' } })
    await expect(run({ ...all, mrz: '', image_base64: '' }, { image })).rejects.toThrow('There is no file file_0')
    const onRecord = { subject_id: 'user_jane_doe_001', document_type: 'passport' }
    expect(await run(onRecord, { image })).toMatchObject({ output: { status: 'passed', provider: { name: 'fake' } } })
  })

  it.each<JsonObject>([
    {},
    { subject_id: 'user_jane_doe_001' },
    { subject_id: 'nobody', document_type: 'passport' },
    { file_id: 'file_0' },
  ])('fails with document_missing where there is no document: %o', async (config) => {
    await expect(run(config)).rejects.toMatchObject({ name: BlockFailure.name, error: { code: 'document_missing' } })
  })

  it('refuses an image that is not base64', async () => {
    await expect(run({ image_base64: 'not an image!' })).rejects.toMatchObject({ error: { code: 'unreadable_image' } })
  })
})
