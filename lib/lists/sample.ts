import { resolve } from 'node:path'
import { ownCsvSource } from './own-csv.ts'
import type { ListSource } from './source.ts'

/** The small made-up list that comes with the product, marked as such on every result. */
export function sampleSource(path = resolve('prisma/sample/sanctions.csv')): ListSource {
  return ownCsvSource(path, { code: 'sample', name: 'Sample list (fictional)', fictional: true })
}
