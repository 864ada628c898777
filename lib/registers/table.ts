import type { Hash } from 'node:crypto'
import { brokenFile, readCsv } from '#lib/lists/csv-file.ts'

/** A line of a table: its values by the name of their column. */
export type Row = { line: number; value(column: string): string }

/**
 * The lines of a CSV file whose first one names the columns, in any order, with blanks around the names allowed.
 * Refuses a file without one of `required`, naming it.
 */
export async function* readTable(path: string, hash: Hash, required: readonly string[]): AsyncGenerator<Row> {
  let columns: ReadonlyMap<string, number> | undefined
  for await (const { line, values } of readCsv(path, 'as first', hash)) {
    if (columns) {
      const places = columns
      yield { line, value: (column) => values[places.get(column) ?? -1] ?? '' }
      continue
    }
    columns = new Map(values.map((name, at) => [name, at]))
    const missing = required.find((name) => !columns?.has(name))
    if (missing !== undefined) throw brokenFile(path, line, `the column ${missing} is missing`)
  }
}
