import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum as Type } from '@prisma/driver-adapter-utils'
import pg from 'pg'

// PostgreSQL's catalogs by type number; the stock adapter refuses 18, the one-byte "char", which they are full of.
const COLUMN_TYPES = {
  16: Type.Boolean,
  17: Type.Bytes,
  18: Type.Character,
  20: Type.Int64,
  21: Type.Int32,
  23: Type.Int32,
  26: Type.Int64,
  114: Type.Json,
  700: Type.Float,
  701: Type.Double,
  1000: Type.BooleanArray,
  1002: Type.CharacterArray,
  1003: Type.TextArray,
  1005: Type.Int32Array,
  1007: Type.Int32Array,
  1009: Type.TextArray,
  1015: Type.TextArray,
  1016: Type.Int64Array,
  1028: Type.Int64Array,
  1082: Type.Date,
  1114: Type.DateTime,
  1184: Type.DateTime,
  1700: Type.Numeric,
  2950: Type.Uuid,
  3802: Type.Json,
}

/** Settings of a `pg` connection for a Prisma address; `database` replaces the one the address names. */
export function connection(url, database) {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  const sslmode = searchParams.get('sslmode') ?? 'disable'
  return {
    host: searchParams.get('host') ?? decodeURIComponent(hostname),
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: database ?? decodeURIComponent(pathname.slice(1)),
    ssl: sslmode === 'disable' ? undefined : { rejectUnauthorized: sslmode.startsWith('verify') },
    options: `-c search_path=${schemaOf(url)} -c timezone=UTC`,
  }
}

/** Runs one statement in the server's own `postgres` database, for what cannot be done from inside the target. */
export async function administer(url, statement) {
  const client = new pg.Client(connection(url, 'postgres'))
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** What the engine reaches the database at `url` with; its shadow database is a throw-away beside it unless given. */
export function adapterFactory(url, shadowUrl) {
  return bindMigrationAwareSqlAdapterFactory({
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => open(url),
    connectToShadowDb: async () => {
      if (shadowUrl) return open(shadowUrl)
      const name = `prisma_migrate_shadow_db_${randomUUID()}`
      await administer(url, `CREATE DATABASE "${name}"`)
      return open(url, name, () => administer(url, `DROP DATABASE "${name}" WITH (FORCE)`))
    },
  })
}

async function open(url, database, afterwards = () => {}) {
  const pool = new pg.Pool({ ...connection(url, database), max: 2, allowExitOnIdle: true })
  const adapter = await new PrismaPg(pool, { schema: schemaOf(url), disposeExternalPool: true }).connect()
  const { dispose, startTransaction } = adapter
  return Object.assign(readCatalogs(adapter), {
    startTransaction: async (level) => readCatalogs(await startTransaction.call(adapter, level)),
    // The stock adapter cuts scripts at every semicolon, also inside function bodies.
    executeScript: async (script) => {
      await pool.query(script).catch((error) => adapter.onError(error))
    },
    dispose: async () => {
      await dispose.call(adapter)
      await afterwards()
    },
  })
}

function readCatalogs(queryable) {
  const queryRaw = async (query) => {
    const { fields, rows } = await queryable.performIO(query)
    return {
      columnNames: fields.map((field) => field.name),
      columnTypes: fields.map((field) => COLUMN_TYPES[field.dataTypeID] ?? Type.Text),
      rows,
    }
  }
  return Object.assign(queryable, { queryRaw })
}

function schemaOf(url) {
  return new URL(url).searchParams.get('schema') ?? 'public'
}
