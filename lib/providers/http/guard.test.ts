import type { LookupAddress } from 'node:dns'
import { describe, expect, it } from 'vitest'
import { createCaller, failureOf, serve } from './testing.ts'

describe('the guarded client', () => {
  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://017700000001/',
    'http://127.1/',
    'http://127.0.0.1./',
    'http://%31%32%37.0.0.1/',
    'http://127。0。0。1/',
    'http://①②⑦.0.0.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:a9fe:a9fe::]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1:8080/',
    'https://192.168.1.1/',
    'http://100.100.100.200/',
    'http://localhost/',
    'http://LOCALHOST:1/',
  ])('does not call %s', async (url) => {
    expect(await failureOf(createCaller([])(url))).toMatchObject({ code: 'address_not_allowed' })
  })

  it.each([
    '',
    'nonsense',
    '//vendor.example',
    'ftp://vendor.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,hi',
    'http://user@vendor.example/',
    'http://:secret@vendor.example/',
    'http://[fe80::1%25eth0]/',
    'http://1.2.3.4.5/',
  ])('refuses the address %j', async (url) => {
    expect(await failureOf(createCaller([])(url))).toMatchObject({ code: 'invalid_url' })
  })

  it('says which host is closed, but not what it resolves to', async () => {
    const call = createCaller([], (_host, found) => found(null, [{ address: '10.1.2.3', family: 4 }]))
    expect(await failureOf(call('http://vendor.example/'))).toEqual({
      code: 'address_not_allowed',
      message: 'vendor.example is not an address that may be called',
    })
  })

  it('connects to the address it checked, and asks again for the next connection', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(302, { location: '/again', connection: 'close' }).end()
    }, '127.0.0.2')
    const answers: LookupAddress[] = [
      { address: '127.0.0.2', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]
    const asked: string[] = []
    const call = createCaller(['127.0.0.2'], (host, found) => {
      asked.push(host)
      found(null, answers.slice(asked.length - 1, asked.length))
    })
    const followed = call(`http://rebinding.example:${port}/`, { followRedirects: true })
    expect(await failureOf(followed)).toMatchObject({ code: 'address_not_allowed' })
    expect(asked).toEqual(['rebinding.example', 'rebinding.example'])
  })

  it('leaves out the closed ones among several addresses of a host', async () => {
    const port = await serve((_request, response) => response.end('open'), '127.0.0.2')
    const addresses = ['10.0.0.1', '::1', 'fe80::1%lo', '127.0.0.2'].map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }))
    const call = createCaller(['127.0.0.2'], (_host, found) => found(null, addresses))
    expect(await call(`http://several.example:${port}/`)).toMatchObject({ status: 200, body: 'open' })
  })

  it('calls a host that the operator named, at its port only', async () => {
    const port = await serve((_request, response) => response.end('hello'))
    const call = createCaller([`localhost:${port}`], (_host, found) =>
      found(null, [{ address: '127.0.0.1', family: 4 }]),
    )
    expect(await call(`http://localhost:${port}/`)).toMatchObject({ status: 200, body: 'hello' })
    expect(await failureOf(call('http://localhost:1/'))).toMatchObject({ code: 'address_not_allowed' })
    expect(await failureOf(call(`http://127.0.0.1:${port}/`))).toMatchObject({ code: 'address_not_allowed' })
  })

  it('tells of a name that does not exist', async () => {
    const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND nowhere.example'), { code: 'ENOTFOUND' })
    const call = createCaller([], (_host, found) => found(unknown, []))
    expect(await failureOf(call('http://nowhere.example/'))).toEqual({
      code: 'network_error',
      message: 'The host name is not known',
      retryable: true,
    })
  })

  it.each(['Host', 'content-length', 'Transfer-Encoding', 'connection', 'X\r\nInjected', 'spaced name'])(
    'refuses to set the header %j',
    async (name) => {
      const failure = await failureOf(createCaller([])('http://vendor.example/', { headers: { [name]: 'x' } }))
      expect(failure).toMatchObject({ code: 'invalid_header' })
    },
  )

  it('refuses a header value with a line break without repeating it', async () => {
    const headers = { Authorization: 'secret\r\nX-Injected: 1' }
    expect(await failureOf(createCaller([])('http://vendor.example/', { headers }))).toEqual({
      code: 'invalid_header',
      message: 'The header "Authorization" has characters that are not allowed',
    })
  })
})
