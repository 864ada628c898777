import { describe, expect, it } from 'vitest'
import type { Json } from './json.ts'
import { recordable, redact } from './redact.ts'
import { buildGraph } from './testing/build-graph.ts'
import { createHarness } from './testing/harness.ts'

const SECRET = 's3cr3t-value-91'

describe('masking secrets', () => {
  it.each<[Json, Json]>([
    [SECRET, '***'],
    [`Bearer ${SECRET}`, 'Bearer ***'],
    [`${SECRET}${SECRET}`, '******'],
    [{ a: [SECRET, { b: `x${SECRET}y` }] }, { a: ['***', { b: 'x***y' }] }],
    [{ [`key-${SECRET}`]: 1 }, { 'key-***': 1 }],
    [
      { n: 1, yes: true, none: null, text: 'harmless' },
      { n: 1, yes: true, none: null, text: 'harmless' },
    ],
  ])('%j becomes %j', (value, masked) => {
    expect(redact(value, [SECRET])).toEqual(masked)
  })

  it('masks the longer of two secrets whole', () => {
    expect(redact('abcdefgh abcd', ['abcd', 'abcdefgh'])).toBe('*** ***')
    expect(redact('abcdefgh abcd', ['abcdefgh', 'abcd'])).toBe('*** ***')
  })

  it('masks a short secret only where it is the whole text', () => {
    expect(redact(['on', 'one', 'on and on'], ['on'])).toEqual(['***', 'one', 'on and on'])
  })

  it('ignores a secret that is empty', () => {
    expect(redact(['', 'a'], [''])).toEqual(['', 'a'])
  })

  it('keeps members called like those of every object', () => {
    const value: Json = JSON.parse('{"__proto__":{"a":"s3cr3t-value-91"},"constructor":"x"}')
    expect(JSON.stringify(redact(value, [SECRET]))).toBe('{"__proto__":{"a":"***"},"constructor":"x"}')
  })

  it('names long texts by their length when settings are recorded', () => {
    expect(recordable({ image: 'x'.repeat(2_001), note: 'x'.repeat(2_000), key: SECRET }, [SECRET])).toEqual({
      image: '(text of 2001 characters)',
      note: 'x'.repeat(2_000),
      key: '***',
    })
  })
})

describe('what is recorded of an execution', () => {
  it('holds no secret, whatever blocks do with it', async () => {
    const graph = buildGraph('start > a > b > f; f:error > m > p > z', {
      a: { config: { value: '{env.TOKEN}' } },
      b: { config: { value: { deep: ['Bearer {env.TOKEN}'] } } },
      f: {
        type: 'fail',
        config: { output: { echoed: '{env.TOKEN}' } },
        retry: { attempts: 2, delaySeconds: 1, factor: 1 },
      },
      m: { type: 'remember', config: { value: { kept: '{env.TOKEN}' } } },
      p: { type: 'pause', config: { context: { shown: '{env.TOKEN}' } } },
      z: { type: 'faulty', config: { how: '{env.TOKEN}' } },
    })
    const harness = createHarness(graph, { environment: { TOKEN: SECRET }, secrets: [SECRET] })
    await harness.run()
    await harness.resume({ p: {} })
    expect(harness.ran()).toBe('start a b f m p z')
    expect(JSON.stringify(harness.journal.checkpoints('exec_1'))).not.toContain(SECRET)
  })

  it('stays readable where a secret is an everyday word', async () => {
    const words = ['input', 'title', 'kind', 'out', 'cancel_execution', 'start']
    const graph = buildGraph('start > p > a', { p: { type: 'pause' } })
    const harness = createHarness(graph, { secrets: words })
    await harness.run()
    expect(Object.values(harness.state().pauses)[0]).toMatchObject({
      kind: 'input',
      onCancel: 'cancel_execution',
      blockId: 'p',
    })
    await harness.resume({ p: {} })
    expect(harness.state().status).toBe('completed')
  })
})
