import { createHash } from 'node:crypto'

/** What made an execution fail, as far as others can have it in common. */
export type Failure = { workflowId: string; blockType: string | null; code: string; message: string }

const LONGEST_SHAPE = 300
const TAKEN_OUT: readonly [RegExp, string][] = [
  [/https?:\/\/[^\s"'<>]+/gi, '<address>'],
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, '<email>'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '<id>'],
  [/"[^"]*"|“[^”]*”|‘[^’]*’|`[^`]*`|(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])/gu, '<text>'],
  [/\b(?=\w*\d)(?=\w*[a-z])\w{6,}\b/gi, '<id>'],
  [/\d+(?:[.,:/-]\d+)*/g, '<number>'],
]

/** A message without what differs from one failure to the next: addresses, quoted texts, ids and numbers. */
export function shapeOf(message: string): string {
  const shape = TAKEN_OUT.reduce((left, [pattern, name]) => left.replace(pattern, name), message)
  return shape.replace(/\s+/g, ' ').trim().slice(0, LONGEST_SHAPE)
}

/** Equal for failures of one workflow at blocks of one type with one code and messages of one shape: 32 hexadecimal digits. */
export function fingerprintOf({ workflowId, blockType, code, message }: Failure): string {
  const parts = [workflowId, blockType ?? '', code, shapeOf(message)]
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32)
}
