import { z } from 'zod'
import type { CompanyMatch, ListVersion } from '../services.ts'

const personal = { personal: true }

const registerSchema = z.object({
  register: z.string(),
  version: z.string(),
  date: z.string(),
  imported_at: z.string(),
  entries: z.number(),
  sha256: z.string(),
  fictional: z.boolean(),
})

const candidateSchema = z.object({
  register: z.string(),
  legal_name: z.string(),
  matched_name: z.string(),
  registration_number: z.string(),
  jurisdiction: z.string().nullable(),
  company_status: z.enum(['active', 'inactive', 'unknown']),
  /** Parts of the match: the name's score, 0 to 1, and whether the number agrees. */
  match: z.object({ name: z.number().nullable(), number: z.enum(['match', 'unknown']) }),
})

/** What a lookup says, and everything it rests on. */
export const outputSchema = z.object({
  status: z.enum(['found', 'ambiguous', 'not_found', 'inconclusive']),
  /** Why the lookup is inconclusive. */
  reason: z.enum(['no_register', 'register_too_old', 'name_differs', 'not_active', 'status_unknown']).nullable(),
  legal_name: z.string().nullable(),
  registration_number: z.string().nullable(),
  jurisdiction: z.string().nullable(),
  company_status: z.enum(['active', 'inactive', 'unknown']).nullable(),
  company_status_text: z.string().nullable(),
  incorporated_on: z.string().nullable(),
  address: z.string().nullable(),
  identifiers: z.array(z.object({ type: z.string(), value: z.string() })),
  /** `null` where the register does not tell. */
  officers: z
    .array(z.object({ name: z.string(), role: z.string(), since: z.string().nullable() }))
    .nullable()
    .meta(personal),
  owners: z
    .array(z.object({ name: z.string(), holding: z.string().nullable(), since: z.string().nullable() }))
    .nullable()
    .meta(personal),
  /** The best matches, the one that was found first. */
  candidates: z.array(candidateSchema),
  registers: z.array(registerSchema),
  threshold: z.number(),
  /** Whether a made-up sample register had a part in the result. */
  fictional_register: z.boolean(),
  provider: z.object({ name: z.string(), version: z.string() }),
})
export type LookupOutput = z.output<typeof outputSchema>

/** A match in the words of the output. */
export function toCandidate({ company, register, matchedName, score, sameNumber }: CompanyMatch) {
  return {
    register,
    legal_name: company.name,
    matched_name: matchedName,
    registration_number: company.number,
    jurisdiction: company.jurisdiction,
    company_status: company.status,
    match: { name: score, number: sameNumber ? ('match' as const) : ('unknown' as const) },
  }
}

/** What is told of the company that was found; nothing but empty fields where none was. */
export function toCompany(match: CompanyMatch | undefined) {
  const company = match?.company
  return {
    legal_name: company?.name ?? null,
    registration_number: company?.number ?? null,
    jurisdiction: company?.jurisdiction ?? null,
    company_status: company?.status ?? null,
    company_status_text: company?.statusText ?? null,
    incorporated_on: company?.incorporatedOn ?? null,
    address: company?.address ?? null,
    identifiers: company?.identifiers ?? [],
    officers: company?.officers ?? null,
    owners: company?.owners ?? null,
  }
}

/** A register's version in the words of the output. */
export function toRegister({ list: register, importedAt: imported_at, ...version }: ListVersion) {
  return { register, imported_at, ...version }
}
