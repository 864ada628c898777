import type { IncomingMessage } from 'node:http'
import { pipeline as connect, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip } from 'node:zlib'
import { BlockFailure } from '#lib/engine/block.ts'

/** What may be asked for in `Accept-Encoding`. */
export const ENCODINGS = 'gzip, br'

const DECODERS: Record<string, (() => Transform) | null> = {
  '': null,
  identity: null,
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
}

/** The body of a response as text. No more than `maxBytes` are read, nor come out of a compressed body. */
export async function readBody(response: IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<string> {
  const decoder = decoderOf(response)
  const chunks: Buffer[] = []
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of limited(source, maxBytes)) chunks.push(chunk)
  }
  const arriving = (source: AsyncIterable<Buffer>) => limited(source, maxBytes)
  if (decoder) await pipeline(response, arriving, decoder(), collect, { signal })
  else await pipeline(response, collect, { signal })
  return decode(Buffer.concat(chunks), response.headers['content-type'] ?? '')
}

/** The same as a stream, for answers that come piece by piece. */
export function streamBody(response: IncomingMessage, maxBytes: number): ReadableStream<Buffer> {
  const decoder = decoderOf(response)
  // A fault of the response reaches the reader through the decoder that the pipeline destroys.
  const plain = decoder
    ? connect(
        response,
        (source) => limited(source, maxBytes),
        decoder(),
        () => {},
      )
    : response
  const pieces = limited(plain, maxBytes)
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: () => void response.destroy(),
  })
}

function decoderOf(response: IncomingMessage): (() => Transform) | null {
  const encoding = (response.headers['content-encoding'] ?? '').trim().toLowerCase()
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined
  if (decoder !== undefined) return decoder
  response.destroy()
  throw new BlockFailure({ code: 'invalid_response', message: 'The answer is compressed in a way nobody asked for' })
}

async function* limited(source: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.length
    if (bytes > maxBytes) {
      throw new BlockFailure({
        code: 'response_too_large',
        message: `The answer is larger than ${maxBytes.toLocaleString('en')} bytes`,
      })
    }
    yield chunk
  }
}

function decode(bytes: Buffer, contentType: string): string {
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1]
  return decoderFor(charset).decode(bytes)
}

function decoderFor(charset = 'utf-8'): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}
