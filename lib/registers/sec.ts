import type { Hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { brokenFile } from '#lib/lists/csv-file.ts'
import { companyOf, type RegisterLine, type RegisterSource, registerSource } from './source.ts'

const fileSchema = z.record(z.string(), z.object({ cik_str: z.int(), ticker: z.string(), title: z.string().min(1) }))
const CIK_LENGTH = 10

/** `company_tickers.json` of the Securities and Exchange Commission of the United States: companies with listed shares. */
export function secSource(path: string): RegisterSource {
  return registerSource({ code: 'sec', name: 'SEC filers' }, path, (hash) => read(path, hash))
}

async function* read(path: string, hash: Hash): AsyncGenerator<RegisterLine> {
  const bytes = await readFile(path)
  hash.update(bytes)
  const tickers = new Map<string, { title: string; tickers: string[] }>()
  for (const { cik_str, ticker, title } of Object.values(parse(path, bytes.toString()))) {
    const number = String(cik_str).padStart(CIK_LENGTH, '0')
    const known = tickers.get(number)
    if (known) known.tickers.push(ticker)
    else tickers.set(number, { title, tickers: [ticker] })
  }
  let line = 0
  for (const [number, { title, tickers: shares }] of tickers) {
    line += 1
    const identifiers = [{ type: 'cik', value: number }, ...shares.map((value) => ({ type: 'ticker', value }))]
    yield { line, company: companyOf({ number, name: title, identifiers }) }
  }
}

function parse(path: string, text: string): z.output<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(text))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error).split('\n')[0] : 'this is no JSON'
    throw brokenFile(path, 1, reason ?? 'this is not the expected file')
  }
}
