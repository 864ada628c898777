import { afterEach, describe, expect, it } from 'vitest'
import { entriesOf, folderWith } from '../testing.ts'
import { ofacSource } from './source.ts'

const NOTHING = '-0- '

function primary(values: (string | number)[]): string {
  const filled = [...values, ...Array(12).fill(NOTHING)].slice(0, 12)
  return filled.map((value) => (value === NOTHING ? value : `"${value}"`)).join(',')
}

const REMARKS =
  "DOB 23 Nov 1962; alt. DOB circa 1963; POB Nowhere; nationality Iran; citizen Korea, North; Gender Male; Passport K99120457 (Iran) expires 01 Jan 2020; National ID No. 003-1188221 (Iran); a.k.a. 'The Weaver'; a.k.a. 'AL-ASIM, Hamdan'; Linked To: NOBODY; Additional Sanctions Informa"

const FILES = {
  'SDN.CSV': [
    primary([101, 'QARZAWI, Hamdan Yusuf', 'individual', 'SDGT] [IFSR', 'Colonel', ...Array(6).fill(NOTHING), REMARKS]),
    primary([102, 'ZARFAM PETRO CO., LTD.']),
    primary([103, 'SABLE DAWN', 'vessel', 'IRAN', NOTHING, 'T2EG4', 'Crude Oil Tanker', NOTHING, NOTHING, 'Malta']),
    primary([104, 'EP-ZZQ', 'aircraft', 'SDGT']),
    '\u001a',
  ].join('\r\n'),
  'alt.csv': [
    'ent_num,alt_num,alt_type,alt_name,alt_remarks',
    '101,1,aka,"KARZAWI, Hamdan",-0- ',
    '101,2,aka,"AL-ASIM, Hamdan",-0- ',
    '999,3,aka,"NOBODY, Known",-0- ',
    '102,4,fka,ZARFAM OIL,-0- ',
    '\u001a,,,,',
  ].join('\r\n'),
  'add.csv': '102,25,-0- ,"Tehran","Iran",-0- \r\n102,26,-0- ,-0- ,-0- ,-0- \r\n998,27,-0- ,-0- ,"Cuba",-0- \r\n\u001a',
  'sdn_comments.csv': '101,"tion - Subject to Secondary Sanctions; Phone Number 1."\r\n\u001a',
}

const remove: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const clean of remove.splice(0)) await clean()
})

async function sourceOf(files: Record<string, string>) {
  const folder = await folderWith(files)
  remove.push(folder.remove)
  return ofacSource(folder.path, 'sdn')
}

describe('the OFAC list', () => {
  it('is read from its four files', async () => {
    const source = await sourceOf(FILES)
    expect(await entriesOf(source)).toEqual([
      {
        id: '101',
        type: 'person',
        primaryName: 'Hamdan Yusuf QARZAWI',
        aliases: [
          { name: 'Hamdan KARZAWI', weak: false },
          { name: 'Hamdan AL-ASIM', weak: false },
          { name: 'The Weaver', weak: true },
        ],
        birthDates: ['1962-11-23', '1961/1965'],
        countries: ['IR', 'KP'],
        identifiers: ['K99120457', '003-1188221'],
        programs: ['SDGT', 'IFSR'],
        remarks: `${REMARKS}tion - Subject to Secondary Sanctions; Phone Number 1.`,
      },
      {
        id: '102',
        type: 'organization',
        primaryName: 'ZARFAM PETRO CO., LTD.',
        aliases: [{ name: 'ZARFAM OIL', weak: false }],
        birthDates: [],
        countries: ['IR'],
        identifiers: [],
        programs: [],
        remarks: null,
      },
      {
        id: '103',
        type: 'vessel',
        primaryName: 'SABLE DAWN',
        aliases: [],
        birthDates: [],
        countries: ['MT'],
        identifiers: ['T2EG4'],
        programs: ['IRAN'],
        remarks: null,
      },
      {
        id: '104',
        type: 'aircraft',
        primaryName: 'EP-ZZQ',
        aliases: [],
        birthDates: [],
        countries: [],
        identifiers: [],
        programs: ['SDGT'],
        remarks: null,
      },
    ])
    expect(source.summary()).toMatchObject({ leftOut: { 'orphan aliases': 1, 'orphan addresses': 1 } })
  })

  it('does without the comments file but not without the others', async () => {
    const { 'sdn_comments.csv': _, ...rest } = FILES
    expect(await entriesOf(await sourceOf(rest))).toHaveLength(4)
    const { 'alt.csv': __, ...broken } = FILES
    await expect(entriesOf(await sourceOf(broken))).rejects.toMatchObject({ code: 'file_not_found' })
  })

  it.each([
    [
      'a value is missing',
      `${primary([101, 'A'])}\n102,"B",-0- ,"CUBA"`,
      'SDN.CSV line 2: expected 12 columns, found 4',
    ],
    [
      'the entry number is missing',
      `${primary([101, 'A'])}\n${primary(['x', 'B'])}`,
      'line 2: the entry number is missing',
    ],
    ['there is no name', `${primary([101, 'A'])}\n${primary([102])}`, 'line 2: the name is missing'],
    ['an entry is there twice', `${primary([101, 'A'])}\n${primary([101, 'B'])}`, 'line 2: entry 101 is there twice'],
    ['a quotation mark is not closed', `${primary([101, 'A'])}\n102,"B`, 'SDN.CSV line'],
  ])('is refused with the line where %s', async (_, content, message) => {
    const source = await sourceOf({ ...FILES, 'SDN.CSV': content })
    await expect(entriesOf(source)).rejects.toMatchObject({
      code: 'validation_failed',
      message: expect.stringContaining(message),
    })
  })
})

const data = process.env.COUNTERSIGN_DATA

describe.skipIf(!data)('the whole OFAC lists (left out without COUNTERSIGN_DATA)', () => {
  it('have as many entries, aliases and orphans as published', async () => {
    const source = ofacSource(`${data}/ofac`, 'sdn')
    const entries = await entriesOf(source)
    const types = Array.from(Map.groupBy(entries, (entry) => entry.type)).map(([type, all]) => [type, all.length])
    expect(Object.fromEntries(types)).toEqual({ organization: 7270, person: 6927, vessel: 872, aircraft: 374 })
    expect(entries.flatMap((entry) => entry.aliases.filter((alias) => !alias.weak))).toHaveLength(18_386)
    expect(source.summary().leftOut).toEqual({ 'orphan aliases': 547, 'orphan addresses': 1852 })
    const consolidated = await entriesOf(ofacSource(`${data}/ofac`, 'consolidated'))
    expect(consolidated).toHaveLength(442)
  })
})
