import { describe, expect, it } from 'vitest'
import type { Json } from './json.ts'
import type { Vault } from './ports.ts'
import { redact, redactFault } from './redact.ts'
import { createSecrets, isSealed, sealNamed, secretTexts } from './secrets.ts'
import { buildGraph } from './testing/build-graph.ts'
import { createHarness } from './testing/harness.ts'

const vault: Vault = {
  seal: (value) => `closed:${Buffer.from(JSON.stringify(value)).toString('hex')}`,
  open: (value) => {
    if (typeof value !== 'string' || !value.startsWith('closed:')) return value
    const text = Buffer.from(value.slice(7), 'hex').toString()
    return text === '' ? undefined : (JSON.parse(text) as Json)
  },
}

describe('secret variables', () => {
  it('are seen by blocks, and recorded sealed, also what a block makes of them', async () => {
    const graph = buildGraph(
      'start > a > m > p > b',
      {
        a: { config: { value: ['{token}', '{vars.token}', '{input.token}'] } },
        m: { type: 'remember', config: { value: { token: 'second-value', plain: 'for {token}' } } },
        p: { type: 'pause' },
        b: { type: 'fail', onError: 'continue', config: { output: { told: '{token} {plain}' } } },
      },
      { variables: [{ name: 'token', type: 'string', secret: true }] },
    )
    const values = { token: vault.seal('first-value') }
    const harness = createHarness(graph, { vault, input: values, variables: values })
    await harness.run()
    await harness.resume({ p: {} })
    expect(harness.state().variables).toEqual({ token: vault.seal('second-value'), plain: 'for ***' })
    expect(harness.state().runs['a:1']?.output).toEqual({ value: ['***', '***', '***'], visit: 1 })
    expect(harness.state().runs['b:1']?.output).toEqual({ told: '*** for ***' })
    expect(JSON.stringify(harness.events())).not.toMatch(/first-value|second-value/)
  })

  it('that cannot be opened are missing, which a block that needs them says', async () => {
    const graph = buildGraph(
      'start > a',
      { a: { config: { value: '{vars.token}' } } },
      { variables: [{ name: 'token', type: 'string', secret: true }] },
    )
    const harness = createHarness(graph, { vault, variables: { token: 'closed:' } })
    await harness.run()
    expect(harness.state().error).toMatchObject({ code: 'unresolved_reference', block: 'a' })
  })

  it('are sealed once, and left alone where they are empty', () => {
    const names = new Set(['a', 'b', 'c'])
    const sealed = sealNamed({ a: 'text', b: null, c: vault.seal(1), d: 'plain' }, names, vault)
    expect(sealed).toEqual({ a: vault.seal('text'), b: null, c: vault.seal(1), d: 'plain' })
    expect([isSealed(vault.seal('x'), vault), isSealed('x', vault), isSealed({ x: 1 }, vault)]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('are masked as they are written in texts, JSON, addresses, numbers and deep inside', () => {
    const texts = [{ deep: ['a "b" ä'] }, 4711, true].flatMap(secretTexts)
    const masked = redact(
      { text: '<a "b" ä>', json: '{"x":"a \\"b\\" ä"}', url: '?x=a%20%22b%22%20%C3%A4', n: 4711 },
      texts,
    )
    expect(masked).toEqual({ text: '<***>', json: '{"x":"***"}', url: '?x=***', n: '***' })
  })

  it('cost nothing where the graph has none', () => {
    const secrets = createSecrets(new Set(), vault, ['x'])
    const { state } = createHarness(buildGraph('start', {}))
    const before = state()
    expect(secrets.opened(before)).toBe(before)
  })
})

describe('a fault that quotes a secret', () => {
  it('is told without it', () => {
    const fault = redactFault(Object.assign(new TypeError('no token-1234 here'), { code: 'E_token-1234' }), [
      'token-1234',
    ])
    expect(fault).toMatchObject({ name: 'TypeError', message: 'no *** here', code: 'E_***' })
    expect(fault instanceof Error && fault.stack).not.toContain('token-1234')
  })
})
