import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export type TestDatabase = { url: string; drop(): Promise<void> }

/** Makes an empty, migrated database for one test file; the run's PostgreSQL starts at the first call. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const response = await fetch(inject('postgresDoorman'))
  const template = await response.text()
  if (!response.ok) throw new Error(template)
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(template, `CREATE DATABASE ${name} TEMPLATE countersign`)
  const url = new URL(template)
  url.pathname = name
  return { url: url.href, drop: () => administer(template, `DROP DATABASE ${name} WITH (FORCE)`) }
}

// Never from the template itself: PostgreSQL copies a database only while nobody is connected to it.
async function administer(template: string, sql: string): Promise<void> {
  const url = new URL(template)
  url.pathname = 'postgres'
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
