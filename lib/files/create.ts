import type { FileService } from '#lib/blocks/services.ts'
import type { Environment, FileDeps, FileOwner } from './ports.ts'
import { type PutFile, putFile } from './put.ts'
import { findFile, newestFile, readFile } from './read.ts'

export type Files = ReturnType<typeof createFiles>

/** Everything that can be done with files, bound to this instance's folder and key. */
export function createFiles(deps: FileDeps) {
  return {
    put: (request: PutFile) => putFile(deps, request),
    read: (owner: FileOwner, fileId: string) => readFile(deps, owner, fileId),
    newest: (owner: FileOwner, subjectId: string, documentType: string) =>
      newestFile(deps, owner, subjectId, documentType),
    serviceFor: createFileService(deps),
  }
}

/** Gives the files that the blocks of one organization and environment may see. */
export function createFileService(deps: FileDeps): (organizationId: string, environment: Environment) => FileService {
  return (organizationId, environment) => ({
    get: (fileId) => findFile(deps, { organizationId, environment }, fileId),
    newest: (subjectId, documentType) => newestFile(deps, { organizationId, environment }, subjectId, documentType),
  })
}
