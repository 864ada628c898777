import type { ListVersion } from '#lib/blocks/services.ts'
import type { ActiveVersion } from '#lib/store/lists.ts'

/** A version in use as results name it. */
export function toListVersion(version: ActiveVersion): ListVersion {
  return {
    list: version.code,
    version: version.version,
    date: version.publishedAt.toISOString(),
    importedAt: version.importedAt.toISOString(),
    entries: version.entries,
    sha256: version.sha256,
    fictional: version.fictional,
  }
}
