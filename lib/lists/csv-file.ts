import type { Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { parse } from 'csv-parse'
import { AppError } from '#lib/errors.ts'

export type CsvRecord = { line: number; values: string[] }

/** The refusal of a broken file, naming the line where it breaks. */
export function brokenFile(path: string, line: number, message: string): AppError {
  return new AppError('validation_failed', `${basename(path)} line ${line}: ${message}`, {
    details: [{ path: `${basename(path)}:${line}`, message }],
  })
}

const END_OF_FILE_MARK = '\u001a'

/**
 * The records of a CSV file in UTF-8, streamed, each with the line it ends on. Its bytes go into `hash`. Lines that
 * hold nothing but the end-of-file mark 0x1A are passed over; every other line must have `columns` values, or as many
 * as the first line.
 */
export async function* readCsv(path: string, columns: number | 'as first', hash: Hash): AsyncGenerator<CsvRecord> {
  const file = createReadStream(path)
  file.on('data', (chunk) => hash.update(chunk))
  const parser = file.pipe(parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true }))
  file.on('error', (error) => parser.destroy(error))
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const values = record.map((value) => value.trim())
      if (values.every((value) => value === '' || value === END_OF_FILE_MARK)) continue
      if (columns === 'as first') columns = values.length
      if (values.length !== columns) {
        throw brokenFile(path, info.lines, `expected ${columns} columns, found ${values.length}`)
      }
      yield { line: info.lines, values }
    }
  } catch (error) {
    throw toRefusal(path, error)
  } finally {
    file.destroy()
  }
}

function toRefusal(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  if (error.code === 'ENOENT') return new AppError('file_not_found', `There is no file ${basename(path)}`)
  if (typeof error.code !== 'string' || !error.code.startsWith('CSV_')) return error
  const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : 0
  return brokenFile(path, line, error.message)
}

/** The parts of a value that are separated by semicolons. */
export function partsOf(value: string): string[] {
  return value
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
