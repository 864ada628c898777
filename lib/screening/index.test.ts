import { describe, expect, it } from 'vitest'
import type { EntryType } from './entry.ts'
import { NameIndex } from './index.ts'
import { backgroundEntries, buildEntry } from './testing.ts'

/** A listed name and queries for it, from the best match to the worst; every score must be below the one before. */
type Order = { listed: string; type?: EntryType; queries: readonly string[] }

const ORDERS: readonly Order[] = [
  {
    listed: 'Ruslan Temirgaliyev',
    queries: [
      'Ruslan Temirgaliyev',
      'Temirgaliyev, Ruslan',
      'Руслан Темиргалиев',
      'R. Temirgaliyev',
      'Rulsan Temirgaliyev',
      'Aslan Temirgaliyev',
      'Temirgaliyev',
      'Bogdan Temirgaliyev',
    ],
  },
  {
    listed: 'Abdul Rahman al-Qaradawi',
    queries: [
      'Abd al-Rahman al-Qaradawi',
      'Abdel Rahman el Karadawi',
      'Abdulrahman Qaradawi',
      'عبد الرحمن القرضاوي',
      'Abdul Rahim al-Qaradawi',
      'Abdul Rahman Haddad',
    ],
  },
  {
    listed: 'Muhammad Ould Brahim',
    queries: ['Muhammad Ould Brahim', 'Mohammed Ould Brahim', 'Mohamad Walid Brahim', 'Muhammad Ould Salek'],
  },
  {
    listed: 'Mohammed al-Trabelsi',
    queries: ['Mohammed al-Trabelsi', 'Mohamad el Trabulsi', 'محمد الطرابلسي', 'Mohammed al-Masri'],
  },
  { listed: 'Zhao Weilong', queries: ['Zhao Weilong', '赵伟龙', 'Zhao Weiming', 'Chao Weilung', 'Zhao Kim'] },
  { listed: 'Ri Sang Pyok', queries: ['Ri Sang-pyok', 'Ri Sangpyok', 'Ri Sang Chol', 'Kim Sang Chol'] },
  { listed: 'Li Na', queries: ['Li Na', 'Na Li', 'Lee Na', 'Li Ma'] },
  { listed: 'Yosef Barkai', queries: ['Yosef Barkai', 'Yossef Barkay', 'יוסף ברקאי', 'Yosef Barzilai'] },
  {
    listed: 'Polarwind Exchange LLC',
    type: 'organization',
    queries: [
      'Polarwind Exchange LLC',
      'OOO Polarwind Exchange',
      'Polarwind Exchange Ltd',
      'Limited Liability Company Polarwind Exchange',
      'Exchange LLC',
      'Polarwind Trading',
    ],
  },
  {
    listed: 'Maibaum',
    type: 'organization',
    queries: ['Maibaum', 'Maibaum GmbH', 'Maybaum', 'Maibaum Feinwerk', 'Nussbaum Feinwerk'],
  },
  {
    listed: 'JSC Tantalgorsk',
    type: 'organization',
    queries: ['JSC Tantalgorsk', 'Tantalgorsk', 'Joint Stock Company Tantalgorsk', 'JSC Magnitogorsk'],
  },
  {
    listed: 'Desmond Achterberg Pryce Lomax',
    queries: [
      'Desmond Achterberg Pryce Lomax',
      'Desmond Achterberg Price Lomax',
      'Desmond Achterberg Lomax',
      'Desmond A. Lomax',
      'Desmond Lomax',
      'Raymond Lomax',
    ],
  },
  {
    listed: 'Marisela Quintero Baldovar',
    queries: ['Marisela Quintera Baldovar', 'Marisela Baldovar', 'Marisela Quintero', 'Isela Quintero Solano'],
  },
  {
    listed: 'Hamdan Trabelsi',
    queries: [
      'Hamdan Trabelsi',
      'Hamdan Trabulsi',
      'Hamdan bin Trabelsi',
      'Sheikh Hamdan Trabelsi',
      'Hamad Trabelsi',
      'Hamdan Karoui',
    ],
  },
  { listed: 'SABLE DAWN', type: 'vessel', queries: ['SABLE DAWN', 'Sable Down', 'SABLE DAWN 2', 'SABLE NIGHT'] },
]

const HITS: readonly (readonly [string, string])[] = [
  ['Łucja Żółkiewska', 'Lucja Zolkiewska'],
  ["O'Bradaigh Sean", 'Sean OBradaigh'],
  ['Юсуф Халидов', 'Yusuf Khalidov'],
  ['Wladimir Juschtschenkow', 'Vladimir Yushchenkov'],
  ['TemirgaliyevRuslan', 'Temirgaliyev Ruslan'],
  ['حسن نصر الدين', 'Hassan Nasr al-Din'],
  ['Khaled Bou Zeid', 'Khalid Abu Zayd'],
]

const NO_HITS: readonly (readonly [string, string])[] = [
  ['Jane Doe', 'John Dorsey'],
  ['Maria', 'Maria Lovelace Ortega'],
  ['Bo Xi', 'Bo Li'],
  ['Kim Jones', 'Kim Jong Thae'],
  ['Trading Company Limited', 'Okapi Trading Company Limited'],
  ['Mohammed', 'Mohammed Ould Brahim'],
  ['Ivan Lomax', 'Desmond Lomax'],
  ['SABLE DAWN 2', 'SABLE DAWN 3'],
  ['Baum', 'Maibaum'],
]

function score(query: string, listed: string, type: EntryType = 'person'): number {
  const index = NameIndex.build([...backgroundEntries(), buildEntry(listed, { type })])
  return index.search(query, { threshold: 0, limit: 1000 }).find((hit) => hit.entry.id === listed)?.score ?? 0
}

describe('scores', () => {
  it.each(ORDERS)('of queries for $listed fall from near to far', ({ listed, type, queries }) => {
    const ranked = queries.map((query) => ({ query, score: score(query, listed, type) }))
    const sorted = ranked.toSorted((a, b) => b.score - a.score)
    expect(sorted).toEqual(ranked)
    expect(new Set(ranked.map((row) => row.score)).size).toBe(queries.length)
  })

  it('are 1 for the same words in the same order and below 1 for everything else', () => {
    expect(score('RUSLAN temirgaliyev', 'Ruslan Temirgaliyev')).toBe(1)
    expect(score('Temirgaliyev Ruslan', 'Ruslan Temirgaliyev')).toBeLessThan(1)
    expect(score('Ruslan Temirgalijev', 'Ruslan Temirgaliyev')).toBeLessThan(1)
  })

  it.each(HITS)('reach the default threshold for %s against %s', (query, listed) => {
    expect(score(query, listed)).toBeGreaterThanOrEqual(0.85)
  })

  it.each(NO_HITS)('stay below the default threshold for %s against %s', (query, listed) => {
    expect(score(query, listed)).toBeLessThan(0.85)
  })

  it('do not depend on what was searched before', () => {
    const index = NameIndex.build([...backgroundEntries(), buildEntry('Ruslan Temirgaliyev')])
    const search = () => index.search('Rulsan Temirgaliev', { threshold: 0.5, limit: 5 })
    const first = search()
    index.search('Maria Garcia Petrov', { threshold: 0, limit: 100 })
    expect(search()).toEqual(first)
  })
})

describe('a search', () => {
  const entry = buildEntry('Viktor Drozhkin', { aliases: [{ name: 'The Broker', weak: true }] })
  const index = NameIndex.build([entry, ...backgroundEntries()])

  it('gives each entry once, with the name that matched best and whether it is weak', () => {
    expect(index.search('the broker', { threshold: 0.85, limit: 5 })).toEqual([
      { entry, matchedName: 'The Broker', weakAlias: true, score: 1 },
    ])
  })

  it('gives at most as many entries as asked for, best first', () => {
    const hits = index.search('Ahmed Petrov', { threshold: 0.1, limit: 3 })
    expect(hits).toHaveLength(3)
    expect(hits[0]).toMatchObject({ matchedName: 'Ahmed Petrov', score: 1 })
  })

  it('finds nothing for a name without letters and in an empty list', () => {
    expect(index.search('… !', { threshold: 0, limit: 5 })).toEqual([])
    expect(NameIndex.build([]).search('Ahmed Petrov', { threshold: 0, limit: 5 })).toEqual([])
  })

  it('for identifiers finds entries whatever their name', () => {
    const listed = buildEntry('Viktor Drozhkin', { identifiers: ['P 4471902', '12'] })
    const own = NameIndex.build([listed, buildEntry('Jane Lovelace', { identifiers: ['K-99120457'] })])
    expect(own.searchIdentifiers(['p4471902', '12', 'X0000000'], 'Amalia Quill')).toEqual([
      { entry: listed, matchedName: 'Viktor Drozhkin', weakAlias: false, score: 0 },
    ])
    expect(own.searchIdentifiers(['p-4471902'], 'Viktor Drozhkin')).toMatchObject([{ score: 1 }])
    expect(own.searchIdentifiers(['12', ''], 'Viktor Drozhkin')).toEqual([])
  })

  it('bears names of any length', () => {
    expect(
      index.search(`Viktor Drozhkin ${'von '.repeat(200)}${'x'.repeat(5000)}`, { threshold: 0.85, limit: 5 }),
    ).toEqual([])
  })

  it('is the same in an index built in slices', async () => {
    const sliced = await NameIndex.buildInSlices([entry, ...backgroundEntries()])
    const options = { threshold: 0.3, limit: 50 }
    expect(sliced.search('Victor Droschkin', options)).toEqual(index.search('Victor Droschkin', options))
  })
})
