import type { Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { AppError } from '#lib/errors.ts'
import { brokenFile } from './csv-file.ts'

/** An element with its attributes, its elements and its own text. */
export type XmlElement = {
  name: string
  /** Line the element begins on. */
  line: number
  attributes: Record<string, string>
  children: XmlElement[]
  text: string
}

const NAME = /^[A-Za-z_][\w:.-]*/
const ATTRIBUTE = /([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const LONGEST_TOKEN = 1_000_000
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * The elements named in `records`, each as soon as it is complete, and the root as it opens, without its children.
 * Reads XML 1.0 in UTF-8 without document types; refuses (`validation_failed`) what is not well formed or breaks off.
 */
export async function* readXml(path: string, records: ReadonlySet<string>, hash: Hash): AsyncGenerator<XmlElement> {
  const open: XmlElement[] = []
  let [buffer, line, rootSeen] = ['', 1, false]
  const broken = (message: string) => brokenFile(path, line, message)
  const file = createReadStream(path)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of file) {
      hash.update(chunk)
      buffer += decoder.decode(chunk, { stream: true })
      let at = 0
      for (let end = tokenEnd(buffer, at); end !== -1; end = tokenEnd(buffer, at)) {
        const token = buffer.slice(at, end)
        const done = take(token, open, line, records, broken)
        if (done !== null) yield done
        if (!rootSeen && open[0] !== undefined) {
          rootSeen = true
          yield { ...open[0], children: [] }
        }
        line += token.split('\n').length - 1
        at = end
      }
      buffer = buffer.slice(at)
      if (buffer.length > LONGEST_TOKEN) throw broken('the text between two marks is too long')
    }
    if (open.length > 0 || !rootSeen || buffer.trim() !== '') throw broken('the file breaks off')
  } catch (error) {
    if (error instanceof TypeError) throw broken('the file is not in UTF-8')
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new AppError('file_not_found', `There is no file ${basename(path)}`)
    }
    throw error
  } finally {
    file.destroy()
  }
}

/** Where the token that begins at `from` ends, or -1 while it is not complete. */
function tokenEnd(buffer: string, from: number): number {
  if (from >= buffer.length) return -1
  if (buffer[from] !== '<') return buffer.indexOf('<', from)
  if (buffer.length - from < 9) {
    const end = buffer.indexOf('>', from)
    return end === -1 ? -1 : end + 1
  }
  if (buffer.startsWith('<!--', from)) return after(buffer, '-->', from)
  if (buffer.startsWith('<![CDATA[', from)) return after(buffer, ']]>', from)
  let quote = ''
  for (let i = from + 1; i < buffer.length; i++) {
    const letter = buffer.charAt(i)
    if (quote !== '') quote = letter === quote ? '' : quote
    else if (letter === '"' || letter === "'") quote = letter
    else if (letter === '>') return i + 1
  }
  return -1
}

function after(buffer: string, mark: string, from: number): number {
  const at = buffer.indexOf(mark, from)
  return at === -1 ? -1 : at + mark.length
}

type Broken = (message: string) => AppError

/** Works one token into the open elements; gives the record it completes. */
function take(
  token: string,
  open: XmlElement[],
  line: number,
  records: ReadonlySet<string>,
  broken: Broken,
): XmlElement | null {
  const current = open.at(-1)
  if (token.startsWith('<![CDATA[')) {
    if (current !== undefined) current.text += token.slice(9, -3)
    return null
  }
  if (token.startsWith('<?') || token.startsWith('<!--')) return null
  if (token.startsWith('<!')) throw broken('document types are not read')
  if (token.startsWith('</')) return close(token.slice(2, -1).trim(), open, records, broken)
  if (token.startsWith('<')) {
    const element = toElement(token, line, broken)
    if (current !== undefined && !records.has(element.name)) current.children.push(element)
    open.push(element)
    return token.endsWith('/>') ? close(element.name, open, records, broken) : null
  }
  if (current !== undefined) current.text += unescaped(token, broken)
  else if (token.replace('\ufeff', '').trim() !== '') throw broken('there is text outside the document')
  return null
}

function close(name: string, open: XmlElement[], records: ReadonlySet<string>, broken: Broken): XmlElement | null {
  const element = open.pop()
  if (element?.name !== name) throw broken(`${name} is closed where ${element?.name ?? 'nothing'} is open`)
  return records.has(name) ? element : null
}

function toElement(token: string, line: number, broken: Broken): XmlElement {
  const name = NAME.exec(token.slice(1))?.[0]
  if (name === undefined) throw broken('an element has no name')
  const attributes: Record<string, string> = {}
  for (const [, key = '', double, single] of token.slice(name.length + 1).matchAll(ATTRIBUTE)) {
    attributes[key] = unescaped(double ?? single ?? '', broken)
  }
  return { name, line, attributes, children: [], text: '' }
}

function unescaped(text: string, broken: Broken): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;\s]*);?/g, (_, entity: string) => {
    const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1))
    const letter = entity.startsWith('#') ? characterOf(code) : ENTITIES[entity]
    if (letter === undefined) throw broken(`&${entity}; is not known`)
    return letter
  })
}

function characterOf(code: number): string | undefined {
  return Number.isInteger(code) && code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

/** The texts of an element's children of this name that say something. */
export function textsIn(element: XmlElement, name: string): string[] {
  return childrenOf(element, name)
    .map((child) => child.text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '')
}

/** The first such text, or an empty one. */
export function textIn(element: XmlElement, name: string): string {
  return textsIn(element, name)[0] ?? ''
}

/** An element's children of this name. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name)
}

/** Every element of this name within an element, at any depth. */
export function descendantsOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...descendantsOf(child, name)])
}
