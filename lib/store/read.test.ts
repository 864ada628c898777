import pg from 'pg'
import { afterAll, expect, it } from 'vitest'
import { readAgain } from './read.ts'
import { createTestDatabase } from './testing.ts'

const database = await createTestDatabase()
const admin = new pg.Pool({ connectionString: database.url })
const role = `limited_${process.pid}`
await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'limited' CONNECTION LIMIT 1`)
const url = new URL(database.url)
url.username = role
url.password = 'limited'
const limited = new pg.Pool({ connectionString: url.href })
limited.on('error', () => {})

afterAll(async () => {
  await limited.end()
  await admin.query(`DROP ROLE ${role}`)
  await admin.end()
  await database.drop()
})

it('waits for a connection where the database has none left, and reads then', async () => {
  const holder = await limited.connect()
  const reading = readAgain(limited, 'SELECT 1 AS one')
  await expect(new pg.Client({ connectionString: url.href }).connect()).rejects.toMatchObject({ code: '53300' })
  holder.release(true)
  expect((await reading).rows).toEqual([{ one: 1 }])
})

it('does not try again what the database understood and refused', async () => {
  await expect(readAgain(admin, 'SELECT nothing')).rejects.toMatchObject({ code: '42703' })
})
