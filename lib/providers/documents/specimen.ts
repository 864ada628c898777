import sharp from 'sharp'
import { composePassportLines, type PassportHolder } from './compose.ts'
import { GLYPH_BOX, GLYPHS } from './glyphs.ts'

/** The fictional state of ICAO 9303, whose documents are all specimens. */
const STATE = 'UTO'
/** A passport's data page is 125 by 88 mm (ICAO 9303 part 4, 2.1), drawn at ten pixels a millimetre. */
const PAGE = { width: 1250, height: 880 } as const
const INK = '#1b1b1f'
const LABEL = '#5b6675'
/** 2.54 mm from character to character. */
const ZONE_STEP = 25.4
const ZONE = { left: 66, firstLine: 758, lineDistance: 63 } as const

/**
 * A PNG of a passport's data page of the fictional state Utopia, marked SPECIMEN, with a right machine readable zone.
 * Every character is drawn from outlines, so that it looks the same where no font is installed.
 */
export async function renderSpecimen(person: PassportHolder): Promise<Uint8Array> {
  const lines = composePassportLines(person, STATE)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${PAGE.width}" height="${PAGE.height}">
${paper()}
${portrait()}
${text('UTOPIA', 60, 76, 22, '#23407a')}${text('PASSPORT', 950, 76, 22, '#23407a')}
${fieldsOf(person)}
<g transform="rotate(-24 700 400)" opacity="0.16">${text('SPECIMEN', 330, 440, 96, '#b3202c')}</g>
${text('SPECIMEN - NOT A REAL DOCUMENT', 380, 618, 15, '#b3202c')}
${lines.map((line, i) => text(line, ZONE.left, ZONE.firstLine + i * ZONE.lineDistance, ZONE_STEP, INK)).join('\n')}
</svg>`
  return sharp(Buffer.from(svg)).png().toBuffer()
}

function fieldsOf(person: PassportHolder): string {
  const fields: readonly (readonly [string, string, number, number])[] = [
    ['TYPE', 'P', 380, 150],
    ['CODE', STATE, 560, 150],
    ['PASSPORT NO.', person.documentNumber, 800, 150],
    ['SURNAME', person.lastName, 380, 240],
    ['GIVEN NAMES', person.firstName, 380, 330],
    ['NATIONALITY', 'UTOPIAN', 380, 420],
    ['SEX', person.sex === 'unspecified' ? 'X' : person.sex.charAt(0), 800, 420],
    ['DATE OF BIRTH', person.birthDate, 380, 510],
    ['DATE OF EXPIRY', person.expiresAt, 800, 510],
  ]
  return fields
    .map(([label, value, x, y]) => text(label, x, y, 11, LABEL) + text(value.toUpperCase(), x, y + 36, 19, INK))
    .join('\n')
}

function paper(): string {
  const waves = Array.from({ length: 22 }, (_, i) => {
    const y = 20 + i * 30
    return `<path d="M0 ${y}C300 ${y - 46} 600 ${y + 46} ${PAGE.width} ${y}" stroke="#cfdcea" stroke-width="2" fill="none"/>`
  })
  return `<rect width="100%" height="100%" fill="#f3f1ea"/>${waves.join('')}<rect y="690" width="100%" height="190" fill="#fbfaf6"/>`
}

function portrait(): string {
  return '<rect x="60" y="130" width="270" height="350" fill="#c5ced8"/><circle cx="195" cy="265" r="72" fill="#93a1b1"/><path d="M75 480C85 375 305 375 315 480Z" fill="#93a1b1"/>'
}

/** Characters from a point on the baseline; those without an outline leave a gap. */
function text(characters: string, x: number, y: number, step: number, fill: string): string {
  const scale = step / GLYPH_BOX.width
  const glyphs = [...characters].map((character, i) => {
    const path = GLYPHS.get(character)
    return path ? `<path transform="translate(${i * GLYPH_BOX.width} 0)" d="${path}"/>` : ''
  })
  return `<g fill="${fill}" fill-rule="evenodd" transform="translate(${x} ${y}) scale(${scale}) translate(0 ${-GLYPH_BOX.baseline})">${glyphs.join('')}</g>`
}
