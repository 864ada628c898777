import { AppError } from '#lib/errors.ts'

/** Largest request body, in bytes. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024

/** Deepest nesting of lists and objects in a body. */
export const MAX_DEPTH = 100

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json$/i

/**
 * The JSON value of a request's body, `undefined` when the body is empty.
 *
 * A content type is optional, but must be JSON in UTF-8 when given; compressed bodies are refused.
 * Keys named `__proto__` are refused; any other key stays plain data.
 */
export async function readJson(request: Request): Promise<unknown> {
  checkContentType(request.headers.get('content-type'))
  const text = await readText(request)
  if (text.trim() === '') return undefined
  return parseJson(text)
}

/** The value of JSON text from outside; refuses broken text, `__proto__` keys and nesting beyond `MAX_DEPTH`. */
export function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new AppError('malformed_request', 'The request body is not valid JSON')
  }
  checkTree(value)
  return value
}

function checkContentType(header: string | null): void {
  if (header === null || header.trim() === '') return
  const [type = '', ...parameters] = header.split(';').map((part) => part.trim())
  const charset = parameters
    .find((parameter) => /^charset=/i.test(parameter))
    ?.slice('charset='.length)
    .replaceAll('"', '')
  if (!JSON_TYPE.test(type) || (charset !== undefined && !/^utf-?8$/i.test(charset))) {
    throw new AppError('unsupported_media_type', 'The request body must be JSON (application/json) in UTF-8')
  }
}

/** The body as text; counts bytes while they arrive, so that a false or missing length does not matter. */
async function readText(request: Request): Promise<string> {
  const encoding = request.headers.get('content-encoding')
  if (encoding !== null && encoding.trim().toLowerCase() !== 'identity') {
    throw new AppError('unsupported_media_type', 'Compressed request bodies are not accepted')
  }
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge()
  const bytes = await readBytes(request)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new AppError('malformed_request', 'The request body is not valid UTF-8')
  }
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > MAX_BODY_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
}

function tooLarge(): AppError {
  return new AppError('payload_too_large', `The request body is larger than ${MAX_BODY_BYTES / 1024 / 1024} MiB`)
}

function checkTree(root: unknown): void {
  const open: [value: object, depth: number][] = isObject(root) ? [[root, 1]] : []
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, depth] = next
    if (depth > MAX_DEPTH) throw new AppError('malformed_request', `The request body nests deeper than ${MAX_DEPTH}`)
    if (Object.hasOwn(value, '__proto__')) {
      throw new AppError('malformed_request', 'The request body has a key named __proto__')
    }
    for (const member of Object.values(value)) if (isObject(member)) open.push([member, depth + 1])
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
