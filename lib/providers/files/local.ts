import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { seal, unseal } from '#lib/crypto.ts'
import type { FileVault } from '#lib/files/ports.ts'

const FILE_ID = /^file_[0-9A-Z]{26}$/

/** A vault in a local folder: each file is sealed with the master key for its id and organization. */
export function createLocalVault({ dataDir, masterKey }: { dataDir: string; masterKey: string }): FileVault {
  const root = path.resolve(dataDir, 'files')
  return {
    async write(file, bytes) {
      const place = placeOf(root, file.id)
      const folder = path.dirname(place)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const draft = `${place}.${randomUUID()}.tmp`
      try {
        await writeThrough(draft, seal(masterKey, bytes, contextOf(file)))
        await rename(draft, place)
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
      // New names survive a loss of power only once the folders that hold them have been written.
      for (const changed of [folder, root, dataDir]) await syncFolder(changed)
    },
    read: async (file) => unseal(masterKey, await readFile(placeOf(root, file.id)), contextOf(file)),
  }
}

/** The last two characters of an id are random and spread files evenly over folders. */
function placeOf(root: string, fileId: string): string {
  if (!FILE_ID.test(fileId)) throw new Error('Not the id of a file')
  return path.join(root, fileId.slice(-2), fileId)
}

function contextOf(file: { id: string; organizationId: string }): string {
  return `file:${file.organizationId}:${file.id}`
}

async function writeThrough(place: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(place, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
