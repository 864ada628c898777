import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#lib/store/testing.ts'
import { migrate } from './migrate.ts'
import { command, runNode } from './steps.ts'

let database: TestDatabase
let folder: string

beforeEach(async () => {
  database = await createTestDatabase()
  await query('DROP TABLE _prisma_migrations')
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-test-'))
  write('1_shelves', 'CREATE TABLE shelf (id int PRIMARY KEY);')
  write('2_books', 'CREATE TABLE book (id int PRIMARY KEY, shelf int REFERENCES shelf);')
})

afterEach(async () => {
  fs.rmSync(folder, { recursive: true })
  await database.drop()
})

describe('migrate', () => {
  it('applies what is missing, in order, once', async () => {
    expect(await migrate(database.url, folder)).toEqual(['1_shelves', '2_books'])
    write('3_authors', 'CREATE TABLE author (id int PRIMARY KEY);')
    expect(await migrate(database.url, folder)).toEqual(['3_authors'])
    expect(await migrate(database.url, folder)).toEqual([])
  })

  it('applies each migration once when two processes start together', async () => {
    const both = await Promise.all([migrate(database.url, folder), migrate(database.url, folder)])
    expect(both.flat()).toEqual(['1_shelves', '2_books'])
  })

  it('leaves nothing of a migration that fails, and refuses to go on after it', async () => {
    write('3_broken', 'CREATE TABLE author (id int); SELECT missing FROM shelf;')
    await expect(migrate(database.url, folder)).rejects.toThrow('The migration 3_broken failed')
    expect(await query(`SELECT to_regclass('author')`)).toEqual([{ to_regclass: null }])
    await expect(migrate(database.url, folder)).rejects.toThrow('The migration 3_broken failed earlier')
  })

  it('refuses a migration that was edited after it was applied', async () => {
    await migrate(database.url, folder)
    write('1_shelves', 'CREATE TABLE shelf (id bigint PRIMARY KEY);')
    await expect(migrate(database.url, folder)).rejects.toThrow('The migration 1_shelves was edited')
  })
})

describe('prisma/migrations', () => {
  it('lead to prisma/schema.prisma and leave nothing to be migrated', { timeout: 60_000 }, async () => {
    const argv = ['migrate', 'diff', '--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma']
    const env = { DATABASE_URL: database.url }
    await runNode([command('prisma/build/index.js'), ...argv, '--exit-code'], { env, quiet: true })
  })
})

function write(name: string, sql: string): void {
  fs.mkdirSync(path.join(folder, name), { recursive: true })
  fs.writeFileSync(path.join(folder, name, 'migration.sql'), sql)
}

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
