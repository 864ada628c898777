import { describe, expect, it } from 'vitest'
import { csvLine } from './csv.ts'

describe('a line of CSV', () => {
  it('separates by commas, quotes what needs it, and leaves out what is not there', () => {
    expect(csvLine(['a', 'b,c', 'say "hi"', 'two\nlines', null, 42, -1, ''])).toBe(
      'a,"b,c","say ""hi""","two\nlines",,42,-1,\r\n',
    )
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1'])('defuses %j', (cell) => {
    const [line] = csvLine([cell]).split('\r\n').toReversed().slice(-1)
    expect(line?.replace(/^"/, '')).toMatch(/^'/)
  })

  it('leaves harmless cells alone', () => {
    expect(csvLine(['a=b', 'exec_01', '2026-01-01T00:00:00.000Z'])).toBe('a=b,exec_01,2026-01-01T00:00:00.000Z\r\n')
  })
})
