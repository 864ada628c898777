const VOWELS = 'aeiou'

/**
 * A word as it sounds across the usual transliterations: `Rachid` and `Rasheed`, `Yousuf` and `Yusuf`,
 * `Qadhafi` and `Kadafi` come out alike. `x` stands for the sounds written sh and ch.
 */
export function fold(word: string): string {
  let out = ''
  for (let i = 0; i < word.length; ) {
    const [sound, length] = soundAt(word, i)
    const last = out.charAt(out.length - 1)
    for (const letter of sound) if (letter !== out.charAt(out.length - 1) || isDigit(letter)) out += letter
    if (sound === 'u' && last === 'o') out = `${out.slice(0, -2)}u`
    i += length
  }
  return out.length > 3 && out.endsWith('h') && VOWELS.includes(out.charAt(out.length - 2)) ? out.slice(0, -1) : out
}

const DIGRAPHS: Record<string, string> = {
  ph: 'f',
  kh: 'h',
  gh: 'g',
  sh: 'x',
  ch: 'x',
  zh: 'j',
  dj: 'j',
  th: 't',
  dh: 'd',
  ck: 'k',
  ts: 'ts',
  tz: 'ts',
  cz: 'x',
  ou: 'u',
  oo: 'u',
  ee: 'i',
  ae: 'e',
  ij: 'i',
}
const LONGER: readonly (readonly [string, string])[] = [
  ['shch', 'x'],
  ['tsch', 'x'],
  ['sch', 'x'],
  ['tch', 'x'],
  ['dzh', 'j'],
]

function soundAt(word: string, at: number): readonly [string, number] {
  for (const [letters, sound] of LONGER) if (word.startsWith(letters, at)) return [sound, letters.length]
  const digraph = DIGRAPHS[word.slice(at, at + 2)]
  if (digraph !== undefined) return [digraph, 2]
  const letter = word.charAt(at)
  const next = word.charAt(at + 1)
  switch (letter) {
    case 'c':
      return next === 'e' || next === 'i' || next === 'y' ? ['s', 1] : ['k', 1]
    case 'q':
      return next === 'u' ? ['k', 2] : ['k', 1]
    case 'x':
      return ['ks', 1]
    case 'w':
      return ['v', 1]
    case 'y':
      return ['i', 1]
    default:
      return [letter, 1]
  }
}

function isDigit(letter: string): boolean {
  return letter >= '0' && letter <= '9'
}

/** The consonants of a word, emphatic and aspirated ones as their plain neighbours; for scripts without short vowels. */
export function skeleton(word: string): string {
  let out = ''
  for (const letter of fold(ABDUL.has(word) ? 'abd' : word)) {
    if (!VOWELS.includes(letter) && letter !== 'v') out += PLAIN_CONSONANT[letter] ?? letter
  }
  return out.endsWith('h') ? out.slice(0, -1) : out
}

const ABDUL = new Set(['abdul', 'abdel', 'abdal', 'abdoul'])
const PLAIN_CONSONANT: Record<string, string> = { p: 'b', x: 's', z: 'd', g: 'j' }
