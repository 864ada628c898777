import { z } from 'zod'
import type { BlockOutcome } from '#lib/engine/block.ts'
import { defineBlock } from '../define.ts'
import type { MrzReading } from '../services.ts'
import { checkReading, DOCUMENT_TYPES, documentType, type Finding } from './checks.ts'
import { type Config, configSchema, declaredName, given, items } from './config.ts'
import { type ReadDocument, readDocument } from './read-document.ts'

function personal<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ personal: true })
}

const outputSchema = z.object({
  status: z.enum(['passed', 'rejected', 'inconclusive']),
  document_type: z.enum(DOCUMENT_TYPES).nullable(),
  name: personal(z.object({ first: z.string().nullable(), last: z.string().nullable() })),
  birth_date: personal(z.string().nullable()),
  issuing_country: z.string().nullable(),
  document_number: personal(z.string().nullable()),
  expires_at: personal(z.string().nullable()),
  sex: personal(z.enum(['female', 'male', 'unspecified']).nullable()),
  nationality: personal(z.string().nullable()),
  mrz: personal(z.string().nullable()),
  confidence: z.record(z.string(), z.number()),
  checks: z.array(z.object({ code: z.string(), passed: z.boolean(), detail: z.string() })),
  provider: z.object({ name: z.string(), version: z.string() }),
})
type Output = z.output<typeof outputSchema>

/** Reads an identity document and says whether it is internally consistent and agrees with what was declared. */
export const documentVerification = defineBlock({
  type: 'document_verification',
  label: 'Document verification',
  description:
    'Reads the machine readable zone of a passport, visa or identity card and checks that it is consistent, valid and agrees with what was declared.',
  category: 'verification',
  icon: 'id-card',
  config: configSchema,
  output: outputSchema,
  effect: 'read',
  timeoutMs: 60_000,
  provides: ['document_check'],
  handles: (config) =>
    config.on_negative === 'branch' ? ['out', 'rejected', 'inconclusive'] : ['out', 'inconclusive'],
  doubts: (config) => (config.on_negative === 'branch' ? ['rejected', 'inconclusive'] : ['inconclusive']),
  async execute({ config, services, signal, wired }) {
    const document = await readDocument(sourceOf(config), services, signal)
    const findings = await findingsOf(document, config, services.now(), services.settings.acceptSpecimens)
    const output = toOutput(document, findings)
    return toOutcome(output, findings, config.on_negative, wired.has('inconclusive'))
  },
})

function sourceOf(config: Config) {
  return {
    mrz: given(config.mrz),
    imageBase64: given(config.image_base64),
    fileId: given(config.file_id),
    subjectId: given(config.subject_id),
    documentType: given(config.document_type),
  }
}

async function findingsOf({ mrz, source }: ReadDocument, config: Config, now: Date, acceptSpecimens: boolean) {
  if (!mrz) {
    const detail = 'No machine readable zone could be read'
    return [{ code: 'mrz_found', passed: false, detail, onFailure: 'inconclusive' as const }]
  }
  return checkReading(mrz, source, now.toISOString().slice(0, 10), {
    acceptSpecimens,
    declaredName: declaredName(config.declared_name),
    declaredBirthDate: given(config.declared_birth_date),
    acceptedTypes: items(config.accepted_types),
    acceptedStates: items(config.accepted_states),
  })
}

function toOutput({ mrz, provider }: ReadDocument, findings: readonly Finding[]): Output {
  const fields = mrz?.fields
  return {
    status: verdict(findings),
    document_type: fields ? documentType(fields.documentCode) : null,
    name: { first: titleCase(fields?.firstName ?? null), last: titleCase(fields?.lastName ?? null) },
    birth_date: fields?.birthDate ?? null,
    issuing_country: fields?.issuingState ?? null,
    document_number: fields?.documentNumber ?? null,
    expires_at: fields?.expirationDate ?? null,
    sex: fields?.sex ?? null,
    nationality: fields?.nationality ?? null,
    mrz: mrz?.lines.join('\n') ?? null,
    confidence: mrz ? toConfidence(mrz.confidence) : {},
    checks: findings.map(({ code, passed, detail }) => ({ code, passed, detail })),
    provider,
  }
}

/** A reading that cannot be relied on shows nothing, neither for nor against the document. */
function verdict(findings: readonly Finding[]): Output['status'] {
  const failed = findings.filter((finding) => !finding.passed)
  if (failed.some((finding) => finding.onFailure === 'inconclusive')) return 'inconclusive'
  return failed.length > 0 ? 'rejected' : 'passed'
}

function toOutcome(
  output: Output,
  findings: readonly Finding[],
  onNegative: Config['on_negative'],
  inconclusiveWired: boolean,
): BlockOutcome<Output> {
  if (output.status === 'passed') return { type: 'completed', output }
  const { status } = output
  if (status === 'rejected' && onNegative === 'branch') return { type: 'completed', output, handle: status }
  if (status === 'inconclusive' && inconclusiveWired) return { type: 'completed', output, handle: status }
  const first = findings.find((finding) => !finding.passed && finding.onFailure === status)
  return { type: 'failed', error: { code: `document_${status}`, message: first?.detail ?? status }, output }
}

function toConfidence(confidence: MrzReading['confidence']): Record<string, number> {
  const rate = (field: string) => Math.round((confidence[field] ?? 0) * 100) / 100
  return {
    document_type: rate('documentCode'),
    name: Math.min(rate('firstName'), rate('lastName')),
    birth_date: rate('birthDate'),
    issuing_country: rate('issuingState'),
    document_number: rate('documentNumber'),
    expires_at: rate('expirationDate'),
    sex: rate('sex'),
    nationality: rate('nationality'),
  }
}

/** `ANNA MARIA` as `Anna Maria`. */
function titleCase(name: string | null): string | null {
  return name?.toLowerCase().replace(/(^|[ -])\p{L}/gu, (start) => start.toUpperCase()) ?? null
}
