import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { createTestDatabase } from '#lib/store/testing.ts'

describe('createTestDatabase', () => {
  it('makes migrated databases that know nothing of one another', async () => {
    const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()])
    await run(first.url, `INSERT INTO organization (id, slug, name) VALUES (gen_random_uuid(), 'one', 'One')`)
    expect(await run(first.url, 'SELECT slug FROM organization')).toEqual([{ slug: 'one' }])
    expect(await run(second.url, 'SELECT slug FROM organization')).toEqual([])
    await Promise.all([first.drop(), second.drop()])
    await expect(run(first.url, 'SELECT 1')).rejects.toThrow('does not exist')
  })

  it('speaks UTC whatever the time zone of the process', async () => {
    const database = await createTestDatabase()
    expect(await run(database.url, 'SHOW timezone')).toEqual([{ TimeZone: 'UTC' }])
    await database.drop()
  })
})

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
