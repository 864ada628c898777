import { afterEach, describe, expect, it } from 'vitest'
import { OWN_COLUMNS, ownCsvSource } from './own-csv.ts'
import { sampleSource } from './sample.ts'
import { entriesOf, folderWith } from './testing.ts'

const HEADER = OWN_COLUMNS.join()
const remove: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const clean of remove.splice(0)) await clean()
})

async function read(content: string) {
  const folder = await folderWith({ 'own.csv': content })
  remove.push(folder.remove)
  return entriesOf(ownCsvSource(`${folder.path}/own.csv`, { code: 'own', name: 'Own list' }))
}

describe('an own list', () => {
  it('is read column by column', async () => {
    const line =
      'A1,person,Ileana Crisan,"Ileana K.; ~The Hand",1983-03-08;1982/1984,RO;Germany,2830308;X 1,FRAUD,"Says, much."'
    expect(await read(`\ufeff${HEADER}\n${line}\n`)).toEqual([
      {
        id: 'A1',
        type: 'person',
        primaryName: 'Ileana Crisan',
        aliases: [
          { name: 'Ileana K.', weak: false },
          { name: 'The Hand', weak: true },
        ],
        birthDates: ['1983-03-08', '1982/1984'],
        countries: ['RO', 'DE'],
        identifiers: ['2830308', 'X 1'],
        programs: ['FRAUD'],
        remarks: 'Says, much.',
      },
    ])
  })

  it.each([
    ['the header is another', 'id,name\nA1,B', 'own.csv line 1: expected 9 columns, found 2'],
    ['the columns are in another order', `${HEADER.replace('id,type', 'type,id')}\n`, 'line 1: the first line must be'],
    ['a type is unknown', `${HEADER}\nA1,ghost,B,,,,,,`, 'line 2: type must be one of'],
    ['a name is missing', `${HEADER}\nA1,person,,,,,,,`, 'line 2: id and name are required'],
    ['a birth date is not a date', `${HEADER}\nA1,person,B,,8.3.1983,,,,`, 'line 2: birth dates are'],
    ['an id is there twice', `${HEADER}\nA1,person,B,,,,,,\nA1,person,C,,,,,,`, 'line 3: entry A1 is there twice'],
  ])('is refused where %s', async (_, content, message) => {
    await expect(read(content)).rejects.toMatchObject({
      code: 'validation_failed',
      message: expect.stringContaining(message),
    })
  })

  it('is refused without its file and with a code that is none', async () => {
    const missing = ownCsvSource('/nowhere/own.csv', { code: 'own', name: 'Own list' })
    await expect(entriesOf(missing)).rejects.toMatchObject({ code: 'file_not_found' })
    expect(() => ownCsvSource('own.csv', { code: 'Own List', name: 'Own list' })).toThrow('A list code is')
  })
})

describe('the sample list', () => {
  it('holds 40 entries of all types, all said to be fictional', async () => {
    const source = sampleSource()
    const entries = await entriesOf(source)
    expect(source.fictional).toBe(true)
    expect(entries).toHaveLength(40)
    expect(new Set(entries.map((entry) => entry.type)).size).toBe(4)
    expect(entries.filter((entry) => !entry.remarks?.startsWith('Fictional.'))).toEqual([])
  })
})
