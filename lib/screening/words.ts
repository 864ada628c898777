/** Legal forms and what they come to; words of one form in several languages share a value. */
const FORMS: Record<string, string> = {
  llc: 'llc ooo doo sro eood ood tov too mchj xk',
  ltd: 'ltd limited ltda limitada ltee lda eirl',
  inc: 'inc incorporated corp corporation',
  co: 'co company cia compania companhia compagnie',
  jsc: 'jsc oao zao pao ao ojsc pjsc cjsc ogsc pt tbk ad akc',
  plc: 'plc',
  gmbh: 'gmbh mbh ggmbh',
  ag: 'ag aktiengesellschaft',
  kg: 'kg ohg kgaa',
  sa: 'sa sal sae spa',
  sas: 'sas sasu',
  sarl: 'sarl srl eurl sprl bvba',
  sl: 'sl slu',
  cv: 'cv rl',
  bv: 'bv nv',
  ab: 'ab oy oyj as asa aps hf',
  kft: 'kft zrt nyrt bt',
  lp: 'lp llp lllp',
  fze: 'fze fzco fzc fzllc dmcc est establishment etablissement anstalt',
  pte: 'pte pvt pty sdn bhd private',
  kk: 'kk',
}

const FORM_OF = new Map(Object.entries(FORMS).flatMap(([form, words]) => words.split(' ').map((word) => [word, form])))

const WORDS_OF_FORM = new Map(Object.entries(FORMS).map(([form, words]) => [form, words.split(' ')]))

/** The words legal forms are made of when they are written out. */
const FORM_PARTS = new Set(
  'joint stock public open closed liability partnership anonyme anonima societe sociedad societa azioni responsabilidad responsabilita capital variable obshchestvo obschestvo ogranichennoi ogranichennoy ogranichenoi otvetstvennostyu otvetstvennostiu otvetstvenostyu aktsionernoe aktsionernoye publichnoe publichnoye otkrytoe otkrytoye zakrytoe zakrytoye nepublichnoe druzhestvo sirketi anonim sanayi ticaret sherkat sherkate sharikat sahami khass kommanditgesellschaft gesellschaft beschrankter haftung'.split(
    ' ',
  ),
)

const PARTICLES = new Set(
  'al el ul ad ed ar as ash ath az an at bin ben ibn bint binti abu abou umm de la las los van der den von zu da do dos das di del della du le les the of and for y e i und et ur uz'.split(
    ' ',
  ),
)

const TITLES = new Set(
  'mr mrs ms miss dr prof haji hajji hadji haj sheikh shaikh sheik shaykh sayyid sayed seyyed mullah mulla maulavi mawlawi maulana maulawi qari ustad general gen colonel col captain capt major lieutenant sir lady lord jr sr eng'.split(
    ' ',
  ),
)

/** What a word is in a name: part of the name itself, or one of the words that say little. */
export type WordClass = 'name' | 'form' | 'particle' | 'title' | 'initial' | 'number'

/** The class of a normalised word. */
export function classOf(word: string): WordClass {
  if (word.length === 1) return word >= 'a' ? 'initial' : 'number'
  if (FORM_OF.has(word) || FORM_PARTS.has(word)) return 'form'
  if (PARTICLES.has(word)) return 'particle'
  if (TITLES.has(word)) return 'title'
  return /^\d+$/.test(word) ? 'number' : 'name'
}

/** The words that stand for the same legal form as this one, itself among them; none where it is no legal form. */
export function sameForm(word: string): readonly string[] {
  const form = FORM_OF.get(word)
  return form === undefined ? [] : (WORDS_OF_FORM.get(form) ?? [])
}

/** Whether a word, as `sa` for `S.A.`, is a legal form. */
export function isLegalForm(word: string): boolean {
  return FORM_OF.has(word)
}
