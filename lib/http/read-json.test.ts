import { describe, expect, it } from 'vitest'
import { MAX_BODY_BYTES, MAX_DEPTH, readJson } from './read-json.ts'

function post(body: BodyInit | null, headers: Record<string, string> = {}): Request {
  return new Request('http://localhost/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
}

/** The body as bytes, so that no content type is set for us. */
function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

describe('readJson', () => {
  it.each([
    ['an object', '{"a":[1,null,"ä"]}', { a: [1, null, 'ä'] }],
    ['a list', '[]', []],
    ['a bare value', ' 1 ', 1],
    ['a byte order mark before the value', '\uFEFF{}', {}],
  ])('reads %s', async (_, text, value) => {
    expect(await readJson(post(bytes(text)))).toEqual(value)
  })

  it.each([
    ['no body', null],
    ['an empty body', bytes('')],
    ['blanks', bytes(' \n')],
  ])('takes %s as no value', async (_, body) => {
    expect(await readJson(post(body))).toBeUndefined()
  })

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'application/vnd.x+json',
    '',
  ])('takes the content type %j', async (type) => {
    expect(await readJson(post(bytes('{}'), { 'content-type': type }))).toEqual({})
  })

  it.each(['text/plain', 'application/jsonp', 'application/json; charset=latin1', 'multipart/form-data; boundary=x'])(
    'refuses the content type %j',
    async (type) => {
      await expect(readJson(post(bytes('{}'), { 'content-type': type }))).rejects.toMatchObject({
        code: 'unsupported_media_type',
      })
    },
  )

  it('refuses a compressed body', async () => {
    await expect(readJson(post(bytes('{}'), { 'content-encoding': 'gzip' }))).rejects.toMatchObject({
      code: 'unsupported_media_type',
    })
  })

  it.each([
    ['broken text', '{"secret": "abc', 'The request body is not valid JSON'],
    ['two values', '{} {}', 'The request body is not valid JSON'],
    ['a key __proto__', '{"a":[{"__proto__":{"admin":true}}]}', 'The request body has a key named __proto__'],
    ['an escaped key __proto__', '{"\\u005f_proto__":{}}', 'The request body has a key named __proto__'],
    ['deep nesting', '['.repeat(MAX_DEPTH + 1) + ']'.repeat(MAX_DEPTH + 1), 'The request body nests deeper than 100'],
    ['very deep nesting', '['.repeat(1_000_000) + ']'.repeat(1_000_000), 'The request body nests deeper than 100'],
  ])('refuses %s without quoting it', async (_, text, message) => {
    await expect(readJson(post(bytes(text)))).rejects.toMatchObject({ code: 'malformed_request', message })
  })

  it('refuses text that is not UTF-8', async () => {
    await expect(readJson(post(new Uint8Array([0x22, 0xff, 0x22])))).rejects.toMatchObject({
      code: 'malformed_request',
      message: 'The request body is not valid UTF-8',
    })
  })

  it('keeps a key named constructor as plain data', async () => {
    const value = await readJson(post(bytes('{"constructor":{"prototype":{"admin":true}}}')))
    expect(JSON.stringify(value)).toBe('{"constructor":{"prototype":{"admin":true}}}')
    expect(Reflect.get({}, 'admin')).toBeUndefined()
  })

  it('takes a body of exactly the limit and refuses one byte more, whatever length is announced', async () => {
    const text = `"${'x'.repeat(MAX_BODY_BYTES - 2)}"`
    expect(await readJson(post(streamOf(text)))).toHaveLength(MAX_BODY_BYTES - 2)
    await expect(readJson(post(streamOf(`${text} `)))).rejects.toMatchObject({ code: 'payload_too_large' })
  })

  it('refuses an announced length over the limit before reading', async () => {
    const request = post(bytes('{}'), { 'content-length': String(MAX_BODY_BYTES + 1) })
    await expect(readJson(request)).rejects.toMatchObject({ code: 'payload_too_large' })
    expect(request.bodyUsed).toBe(false)
  })
})

function streamOf(text: string): ReadableStream<Uint8Array> {
  const data = bytes(text)
  let sent = 0
  return new ReadableStream({
    pull(controller) {
      if (sent >= data.length) return controller.close()
      controller.enqueue(data.subarray(sent, sent + 65_536))
      sent += 65_536
    },
  })
}
