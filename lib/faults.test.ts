import { describe, expect, it } from 'vitest'
import { faultFacts } from './faults.ts'

describe('faultFacts', () => {
  it('tells what a programming fault says, and where it happened', () => {
    const facts = faultFacts(new TypeError('x is not a function'))
    expect(facts).toMatchObject({ name: 'TypeError', message: 'x is not a function' })
    expect(facts.frames).toEqual(expect.arrayContaining([expect.stringContaining('faults.test.ts')]))
  })

  it.each([
    ['a database', Object.assign(new Error('Key (email)=(ada@acme.example) exists'), { code: '23505' })],
    ['a parser', parserFault()],
    ['something thrown that is no error', 'ada@acme.example'],
  ])('quotes nothing of %s', (_, error) => {
    expect(JSON.stringify(faultFacts(error))).not.toContain('ada@acme.example')
  })
})

function parserFault(): unknown {
  try {
    return JSON.parse('ada@acme.example')
  } catch (error) {
    return error
  }
}
