/** Names that lists use and that differ from those of the Unicode CLDR. */
const OTHER_NAMES: Record<string, string> = {
  burma: 'MM',
  'korea north': 'KP',
  'north korea': 'KP',
  'democratic peoples republic of korea': 'KP',
  'korea south': 'KR',
  'south korea': 'KR',
  'republic of korea': 'KR',
  'congo democratic republic of the': 'CD',
  'democratic republic of the congo': 'CD',
  'congo republic of the': 'CG',
  'russian federation': 'RU',
  'syrian arab republic': 'SY',
  'iran islamic republic of': 'IR',
  'cote d ivoire': 'CI',
  'cote divoire': 'CI',
  palestinian: 'PS',
  'region gaza': 'PS',
  'west bank': 'PS',
  'state of palestine': 'PS',
  'gambia the': 'GM',
  'bahamas the': 'BS',
  turkey: 'TR',
  turkiye: 'TR',
  'czech republic': 'CZ',
  'united kingdom of great britain and northern ireland': 'GB',
  'united states of america': 'US',
  'united republic of tanzania': 'TZ',
  'lao peoples democratic republic': 'LA',
  'virgin islands british': 'VG',
  'cabo verde': 'CV',
  macau: 'MO',
  'hong kong': 'HK',
  'bosnia and herzegovina': 'BA',
  'trinidad and tobago': 'TT',
  'antigua and barbuda': 'AG',
  'saint kitts and nevis': 'KN',
  'saint vincent and the grenadines': 'VC',
  'central african republic': 'CF',
  'region crimea': 'UA',
  'occupied palestinian territory': 'PS',
}

const byName = new Map(Object.entries(OTHER_NAMES))
const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
const RETIRED = new Set([
  'AN',
  'BU',
  'CS',
  'DD',
  'FX',
  'NT',
  'SU',
  'TP',
  'YD',
  'YU',
  'ZR',
  'QO',
  'EU',
  'UN',
  'EZ',
  'XA',
  'XB',
  'ZZ',
])
for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
  const name = RETIRED.has(code) ? undefined : names.of(code)
  if (name !== undefined && !byName.has(plainName(name))) byName.set(plainName(name), code)
}

/** The ISO 3166-1 alpha-2 code of a country's English name, or the name as given where none is known. */
export function countryCode(name: string): string {
  if (/^[A-Za-z]{2}$/.test(name)) return name.toUpperCase()
  return byName.get(plainName(name)) ?? name
}

function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/[’'.]/g, '')
    .replace(/[^a-z]+/g, ' ')
    .trim()
}
