import { describe, expect, it } from 'vitest'
import { outlineOf } from './outline.ts'

describe('the outline of a body', () => {
  it("keeps the API's own words and only the kinds of what callers send along", () => {
    const body = {
      workflowId: 'wf_kyc',
      useDraftState: false,
      callChain: ['wf_parent'],
      options: {
        executionId: 'exec_1',
        maxParallelNodes: 4,
        input: { email: 'jane@example.com', age: 34, address: { city: 'Lisbon' }, tags: ['a', 'b'], none: null },
        environmentVariables: { API_KEY: 'secret' },
      },
      runFromBlock: { executionId: 'exec_0', startBlockId: 'issue' },
    }
    expect(outlineOf(body)).toEqual({
      workflowId: 'wf_kyc',
      useDraftState: false,
      callChain: ['wf_parent'],
      options: {
        executionId: 'exec_1',
        maxParallelNodes: 4,
        input: { email: '<string>', age: '<number>', address: { city: '<string>' }, tags: '<list of 2>', none: null },
        environmentVariables: { API_KEY: '<string>' },
      },
      runFromBlock: { executionId: 'exec_0', startBlockId: 'issue' },
    })
  })

  it('takes no word for its own inside what callers send along', () => {
    expect(outlineOf({ processId: 'p', data: { decision: 'Jane Doe', options: { action: 'x' } } })).toEqual({
      processId: 'p',
      data: { decision: '<string>', options: { action: '<string>' } },
    })
    expect(outlineOf({ workflowId: { name: 'Jane' } })).toEqual({ workflowId: { name: '<string>' } })
  })

  it('hides names that say something themselves, and stays small', () => {
    expect(outlineOf({ data: { 'jane@example.com': 1 } })).toEqual({ data: { '<name>': '<number>' } })
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`name${at}`, at]))
    expect(Object.keys(outlineOf({ data: many })?.data ?? {})).toHaveLength(41)
    const deep = { data: Object.fromEntries(Object.keys(many).map((name) => [name, many])) }
    expect(JSON.stringify(outlineOf(deep)).length).toBeLessThan(100)
    expect(outlineOf({ workflowId: 'x'.repeat(10_000) })).toEqual({ workflowId: 'x'.repeat(128) })
    expect([outlineOf([1]), outlineOf('text'), outlineOf(undefined)]).toEqual([null, null, null])
  })
})
