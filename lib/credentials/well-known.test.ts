import { describe, expect, it } from 'vitest'
import { serveDidDocument, serveJwks, serveStatusList } from './well-known.ts'

const runtime = {
  credentials: {
    didDocument: async () => ({
      '@context': [],
      id: 'did:web:example.com',
      verificationMethod: [],
      assertionMethod: [],
      authentication: [],
    }),
    jwks: async () => ({ keys: [] }),
    statusList: async (listId: number) => (listId === 7 ? 'eyJ.eyJ.abc' : null),
  },
}

function get(path: string): Request {
  return new Request(`https://example.com/.well-known/${path}`)
}

async function shown(response: Response) {
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    cache: response.headers.get('cache-control'),
    origin: response.headers.get('access-control-allow-origin'),
    body: await response.text(),
  }
}

describe('the well-known documents', () => {
  it('include the DID document', async () => {
    expect(await shown(await serveDidDocument(get('did.json'), runtime))).toEqual({
      status: 200,
      type: 'application/did+json',
      cache: 'public, max-age=300',
      origin: '*',
      body: JSON.stringify(await runtime.credentials.didDocument()),
    })
  })

  it('include the key set', async () => {
    expect(await shown(await serveJwks(get('jwks.json'), runtime))).toEqual({
      status: 200,
      type: 'application/jwk-set+json',
      cache: 'public, max-age=300',
      origin: '*',
      body: '{"keys":[]}',
    })
  })

  it('include every status list, to be asked for again after a minute', async () => {
    expect(await shown(await serveStatusList(get('status-lists/7'), runtime))).toEqual({
      status: 200,
      type: 'application/jwt',
      cache: 'public, max-age=60',
      origin: '*',
      body: 'eyJ.eyJ.abc',
    })
  })

  it.each(['8', '0', '07', '-7', '7.0', 'seven', '2147483648', '99999999999', '7/7'])(
    'have no status list %s',
    async (listId) => {
      expect(await shown(await serveStatusList(get(`status-lists/${listId}`), runtime))).toMatchObject({
        status: 404,
        cache: 'no-store',
        body: '',
      })
    },
  )
})
