import type pg from 'pg'
import type { FileDeps } from '#lib/files/ports.ts'
import { createLocalVault } from '#lib/providers/files/local.ts'
import { createFileStore } from './files.ts'

export type FileSettings = {
  pool: pg.Pool
  /** Folder of this instance's data. */
  dataDir: string
  /** 32 bytes in base64url. */
  masterKey: string
  now(): Date
}

/** The parts that the use cases of files are handed: records in PostgreSQL, bytes in a local folder. */
export function createFileDeps({ pool, dataDir, masterKey, now }: FileSettings): FileDeps {
  return { files: createFileStore(pool), vault: createLocalVault({ dataDir, masterKey }), now }
}
