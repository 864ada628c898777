import type pg from 'pg'
import type { CompanyMatch, CompanyQuery, CompanyService } from '#lib/blocks/services.ts'
import { bareNumber } from '#lib/registers/identifiers.ts'
import { keysOf } from '#lib/registers/keys.ts'
import { NameIndex } from '#lib/screening/index.ts'
import { type FoundCompany, findCompanies } from '#lib/store/companies.ts'
import { type ActiveVersion, activeListVersions } from '#lib/store/lists.ts'
import { toListVersion } from '../list-version.ts'

/** Changes with every change that can move a score. */
const PROVIDER = { name: 'countersign_registers', version: '1' }
/** Companies fetched by shared words and sounds, of which the names are then compared. */
const MOST_CANDIDATES = 400

/**
 * Searches the imported registers in PostgreSQL: by number, and by words and sounds of the name for candidates, whose
 * names are scored as those of sanctions lists are. Holds nothing in memory, however large a register is.
 */
export function createCompanyRegisters(deps: { pool: pg.Pool }): {
  forOrganization(organizationId: string): CompanyService
} {
  return {
    forOrganization: (organizationId) => ({
      async search(query, options) {
        const active = await activeListVersions(deps.pool, 'companies')
        const visible = active.filter((v) => v.organizationId === null || v.organizationId === organizationId)
        const versions = new Map(visible.map((version) => [version.versionId, version]))
        const found = await findCompanies(deps.pool, [...versions.keys()], {
          numbers: query.number === null ? [] : [bareNumber(query.number)],
          keys: query.name === null ? [] : keysOf([query.name]),
          limit: MOST_CANDIDATES,
        })
        return {
          matches: matchesOf(found.filter(inJurisdiction(query)), versions, query, options),
          registers: visible.map(toListVersion),
          provider: PROVIDER,
        }
      },
    }),
  }
}

/** A register of a part of a country serves who asks for the country; one that does not say serves everybody. */
function inJurisdiction({ jurisdiction }: CompanyQuery): (found: FoundCompany) => boolean {
  const asked = jurisdiction?.toUpperCase() ?? ''
  return ({ company: { jurisdiction: own } }) =>
    asked === '' || own === null || own === asked || own.startsWith(`${asked}-`)
}

function matchesOf(
  found: readonly FoundCompany[],
  versions: ReadonlyMap<string, ActiveVersion>,
  { name }: CompanyQuery,
  { threshold, limit }: { threshold: number; limit: number },
): CompanyMatch[] {
  const scored = name === null ? new Map<string, Scored>() : scoresOf(found, name)
  const matches = found.flatMap(({ versionId, company, sameNumber }, at) => {
    const { score = name === null ? null : 0, matchedName = company.name } = scored.get(String(at)) ?? {}
    if (!sameNumber && (score ?? 0) < threshold) return []
    return [{ company, register: versions.get(versionId)?.code ?? '', matchedName, score, sameNumber }]
  })
  return matches
    .sort((a, b) => Number(b.sameNumber) - Number(a.sameNumber) || (b.score ?? 0) - (a.score ?? 0))
    .slice(0, limit)
}

type Scored = { score: number; matchedName: string }

/** How well each company's best name fits, by its place among the found. */
function scoresOf(found: readonly FoundCompany[], name: string): ReadonlyMap<string, Scored> {
  const index = NameIndex.build(
    found.map(({ company }, at) => ({
      id: String(at),
      type: 'organization',
      primaryName: company.name,
      aliases: company.aliases.map((alias) => ({ name: alias, weak: false })),
      birthDates: [],
      countries: [],
      identifiers: [],
      programs: [],
      remarks: null,
    })),
  )
  const best = index.search(name, { threshold: 0, limit: found.length })
  return new Map(best.map(({ entry, score, matchedName }) => [entry.id, { score, matchedName }]))
}
