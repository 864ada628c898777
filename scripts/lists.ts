import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { isAppError } from '#lib/errors.ts'
import { euSource } from '#lib/lists/eu/source.ts'
import { type ImportedList, importList } from '#lib/lists/import.ts'
import { hasOfacList, type OfacList, ofacSource } from '#lib/lists/ofac/source.ts'
import { openSanctionsSource } from '#lib/lists/opensanctions/source.ts'
import { ownCsvSource } from '#lib/lists/own-csv.ts'
import { sampleSource } from '#lib/lists/sample.ts'
import type { ListSource } from '#lib/lists/source.ts'
import { ukSource } from '#lib/lists/uk/source.ts'
import { unSource } from '#lib/lists/un/source.ts'
import { companiesHouseSource } from '#lib/registers/companies-house.ts'
import { gleifSource } from '#lib/registers/gleif.ts'
import { importRegister } from '#lib/registers/import.ts'
import { ownRegisterSource } from '#lib/registers/own-csv.ts'
import { secSource } from '#lib/registers/sec.ts'
import type { RegisterSource } from '#lib/registers/source.ts'
import * as companyStore from '#lib/store/companies.ts'
import * as listStore from '#lib/store/lists.ts'
import { activeListVersions } from '#lib/store/lists.ts'
import { migrate } from './migrate.ts'
import { startPostgres } from './postgres.ts'
import { readSettings } from './settings.ts'

const USAGE = `Usage:
  npm run lists -- status                                    lists in use, their size and age
  npm run lists -- import ofac <folder>                      sdn.csv, alt.csv, add.csv and, where there, cons_*.csv
  npm run lists -- import un <file>                          the XML file of the UN Security Council
  npm run lists -- import eu <file>                          the EU's xmlFullSanctionsList_1_1
  npm run lists -- import uk <file>                          the UK_Sanctions_List.xml
  npm run lists -- import opensanctions <file> <collection>  a targets.simple.csv, under your own licence
  npm run lists -- import csv <file> <code> <name>           a list of your own
  npm run lists -- import sample                             the fictional sample list
  npm run lists -- import companies-house <file>             companies of the United Kingdom, as CSV
  npm run lists -- import gleif <file>                       the golden copy of the Global LEI System, as CSV
  npm run lists -- import sec <file>                         company_tickers.json of the SEC
  npm run lists -- import companies <file> <code> <name>     a company register of your own, as CSV
Add --allow-shrinking to accept a version with less than half the entries of the one before.`

/** How an import reads its source into the database. */
type Import = (pool: pg.Pool, allowShrinking: boolean) => Promise<ImportedList>

const now = () => new Date()

function listImport(source: ListSource): Import {
  return (pool, allowShrinking) => importList({ pool, store: listStore, now }, { source, allowShrinking })
}

function registerImport(source: RegisterSource): Import {
  const store = { ...listStore, ...companyStore }
  return (pool, allowShrinking) => importRegister({ pool, store, now }, { source, allowShrinking })
}

const OFAC: readonly OfacList[] = ['sdn', 'consolidated']

function importsOf(kind: string | undefined, rest: readonly string[]): Import[] | null {
  return registersOf(kind, rest)?.map(registerImport) ?? listsOf(kind, rest)?.map(listImport) ?? null
}

function registersOf(kind: string | undefined, [place, code, name]: readonly string[]): RegisterSource[] | null {
  if (place === undefined) return null
  const file = pathOf(place)
  if (kind === 'companies-house') return [companiesHouseSource(file)]
  if (kind === 'gleif') return [gleifSource(file)]
  if (kind === 'sec') return [secSource(file)]
  return kind === 'companies' && code && name ? [ownRegisterSource(file, { code, name })] : null
}

/** npm runs scripts in the project's folder; the path is the caller's. */
function pathOf(place: string): string {
  return path.resolve(process.env.INIT_CWD ?? '.', place)
}

function listsOf(kind: string | undefined, rest: readonly string[]): ListSource[] | null {
  const [place, code, name] = rest
  if (kind === 'sample') return [sampleSource()]
  if (place === undefined) return null
  const file = pathOf(place)
  if (kind === 'un') return [unSource(file)]
  if (kind === 'eu') return [euSource(file)]
  if (kind === 'uk') return [ukSource(file)]
  if (kind === 'opensanctions' && code) return [openSanctionsSource(file, code)]
  if (kind === 'csv' && code && name) return [ownCsvSource(file, { code, name })]
  if (kind !== 'ofac') return null
  const present = OFAC.filter((list) => list === 'sdn' || hasOfacList(file, list))
  return present.map((list) => ofacSource(file, list))
}

async function importAll(pool: pg.Pool, imports: readonly Import[], allowShrinking: boolean) {
  for (const read of imports) {
    const started = performance.now()
    const done = await read(pool, allowShrinking)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    const left = Object.entries(done.leftOut).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []))
    const result = done.unchanged ? 'unchanged' : `${done.entries} entries, ${done.aliases} aliases`
    console.log(
      `${done.list} ${done.version}: ${result} in ${seconds} s${left.length ? `; left out: ${left.join(', ')}` : ''}`,
    )
  }
}

async function status(pool: pg.Pool) {
  const lists = await activeListVersions(pool)
  if (lists.length === 0) console.log('No list is loaded: every screening is inconclusive.')
  const versions = [...lists, ...(await activeListVersions(pool, 'companies'))]
  for (const version of versions) {
    const days = Math.floor((Date.now() - version.publishedAt.getTime()) / 86_400_000)
    const owner = version.organizationId === null ? 'instance' : `organization ${version.organizationId}`
    const marks = version.fictional ? ', fictional' : ''
    console.log(`${version.code} ${version.version}: ${version.entries} entries, ${days} days old, ${owner}${marks}`)
  }
}

/** The database of the instance that runs, or of one that is started for the import alone. */
async function openDatabase(): Promise<{ pool: pg.Pool; close(): Promise<void> }> {
  const { databaseUrl, dataDir } = readSettings()
  const known = databaseUrl ?? embeddedUrl(`${dataDir}/postgres`)
  if (known !== undefined) {
    const pool = poolOf(known)
    const reached = await pool.query('select 1').then(
      () => true,
      (error) => {
        if (databaseUrl !== undefined) throw error
        return false
      },
    )
    if (reached) return { pool, close: () => pool.end() }
    await pool.end()
  }
  const postgres = await startPostgres({ dataDir: `${dataDir}/postgres` })
  await migrate(postgres.url)
  const pool = poolOf(postgres.url)
  const close = async () => {
    await pool.end()
    await postgres.stop()
  }
  return { pool, close }
}

function poolOf(url: string): pg.Pool {
  return new pg.Pool({ connectionString: url, options: '-c timezone=UTC', max: 2 })
}

/** The address of the embedded database as it last ran. */
function embeddedUrl(folder: string): string | undefined {
  const [port, password] = ['port', 'password'].map((name) => {
    const file = path.join(folder, name)
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : ''
  })
  return port && password ? `postgresql://postgres:${password}@127.0.0.1:${port}/countersign` : undefined
}

async function main(args: readonly string[]): Promise<number> {
  const allowShrinking = args.includes('--allow-shrinking')
  const [verb, kind, ...rest] = args.filter((arg) => !arg.startsWith('--'))
  const imports = verb === 'import' ? importsOf(kind, rest) : null
  if (verb !== 'status' && imports === null) {
    console.error(USAGE)
    return 2
  }
  const { pool, close } = await openDatabase()
  try {
    if (imports === null) await status(pool)
    else await importAll(pool, imports, allowShrinking)
    return 0
  } catch (error) {
    if (!isAppError(error)) throw error
    console.error(error.message)
    return 1
  } finally {
    await close()
  }
}

process.exitCode = await main(process.argv.slice(2))
