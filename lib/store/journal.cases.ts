import { beforeEach, describe, expect, it } from 'vitest'
import type { Checkpoint, Journal } from '#lib/engine/ports.ts'
import type { ExecutionEvent, ExecutionEventOf } from '#lib/engine/state.ts'

/** A journal with what a test needs beside it. */
export type JournalSubject<Creation> = {
  journal: Journal<Creation>
  /** An id that is free, and what creates an execution with it. */
  newExecution(): { executionId: string; creation: Creation }
  /** Makes another process the owner, which records `claimed`. */
  takeOver(executionId: string): Promise<{ seq: number; epoch: number }>
  /** The recorded facts of an execution, in order. */
  events(executionId: string): Promise<ExecutionEvent[]>
}

/** What every journal promises. */
export function describeJournal<Creation>(name: string, open: () => Promise<JournalSubject<Creation>>): void {
  describe(`the ${name} journal`, () => {
    let subject: JournalSubject<Creation>
    beforeEach(async () => {
      subject = await open()
    })

    async function begin(): Promise<string> {
      const { executionId, creation } = subject.newExecution()
      expect(await subject.journal.append({ ...checkpoint(executionId, 1, 1, [CREATED]), creation })).toBe('recorded')
      return executionId
    }

    it('gives back what was recorded, in order', async () => {
      const id = await begin()
      expect(await subject.journal.append(checkpoint(id, 2, 1, [warned('a'), warned('b')]))).toBe('recorded')
      expect(await subject.journal.append(checkpoint(id, 3, 1, [warned('c')]))).toBe('recorded')
      expect(await subject.events(id)).toEqual([CREATED, warned('a'), warned('b'), warned('c')])
    })

    it('keeps executions apart', async () => {
      const [one, two] = [await begin(), await begin()]
      expect(await subject.journal.append(checkpoint(one, 2, 1, [warned('one')]))).toBe('recorded')
      expect(await subject.events(two)).toEqual([CREATED])
    })

    it('refuses to create an execution twice, and keeps the first', async () => {
      const { executionId, creation } = subject.newExecution()
      const first = { ...checkpoint(executionId, 1, 1, [CREATED]), creation }
      expect(await subject.journal.append(first)).toBe('recorded')
      expect(await subject.journal.append({ ...first, events: [{ ...CREATED, at: 9 }] })).toBe('conflict')
      expect(await subject.events(executionId)).toEqual([CREATED])
    })

    it('lets exactly one of many simultaneous creations win', async () => {
      const { executionId, creation } = subject.newExecution()
      const attempts = Array.from({ length: 20 }, () =>
        subject.journal.append({ ...checkpoint(executionId, 1, 1, [CREATED]), creation }),
      )
      const results = await Promise.all(attempts)
      expect(results.toSorted()).toEqual([...Array<string>(19).fill('conflict'), 'recorded'])
    })

    it('shuts out the former owner once another process took over', async () => {
      const id = await begin()
      const { seq, epoch } = await subject.takeOver(id)
      expect({ seq, epoch }).toEqual({ seq: 2, epoch: 2 })
      expect(await subject.journal.append(checkpoint(id, 2, 1, [warned('stale')]))).toBe('fenced')
      expect(await subject.journal.append(checkpoint(id, 3, 1, [warned('stale')]))).toBe('fenced')
      expect(await subject.journal.append(checkpoint(id, 3, 2, [warned('new')]))).toBe('recorded')
      const facts = await subject.events(id)
      expect(facts.map((fact) => (fact.t === 'warned' ? fact.code : fact.t))).toEqual(['created', 'claimed', 'new'])
    })

    it('shuts out a process that believes it owns more than was recorded', async () => {
      const id = await begin()
      expect(await subject.journal.append(checkpoint(id, 2, 2, [warned('from the future')]))).toBe('fenced')
      expect(await subject.events(id)).toEqual([CREATED])
    })

    it('records nothing for an execution that does not exist', async () => {
      const { executionId } = subject.newExecution()
      expect(await subject.journal.append(checkpoint(executionId, 2, 1, [warned('lost')]))).toBe('fenced')
      expect(await subject.events(executionId)).toEqual([])
    })

    it('gives back long values, several in one fact and beside short facts, as they were', async () => {
      const id = await begin()
      const facts = [warned('before'), long('a'), warned('between'), long('b'), warned('after')]
      expect(await subject.journal.append(checkpoint(id, 2, 1, facts))).toBe('recorded')
      expect(await subject.journal.append(checkpoint(id, 3, 1, [long('c')]))).toBe('recorded')
      expect(await subject.journal.append(checkpoint(id, 3, 1, [long('d')]))).toBe('fenced')
      expect(await subject.events(id)).toEqual([CREATED, ...facts, long('c')])
    })

    it('keeps names that JavaScript objects have by themselves', async () => {
      const id = await begin()
      const output = JSON.parse('{"constructor":1,"hasOwnProperty":{"a":true},"toString":null}')
      const fact: ExecutionEvent = { ...COMPLETED, output }
      expect(await subject.journal.append(checkpoint(id, 2, 1, [fact]))).toBe('recorded')
      expect(JSON.stringify((await subject.events(id)).slice(1).map(keys))).toBe(JSON.stringify([keys(fact)]))
    })
  })
}

const CREATED: ExecutionEvent = {
  t: 'created',
  at: 1,
  input: { name: 'Jane Doe', list: [1, 2.5, null, true] },
  variables: {},
  maxParallelNodes: 2,
  deadlineMs: null,
  entries: ['start'],
}

const COMPLETED: ExecutionEventOf<'block_completed'> = {
  t: 'block_completed',
  at: 2,
  block: 'start',
  visit: 1,
  ms: 1,
  output: {},
  handle: 'out',
  emits: [],
}

/** A fact with two values of more than 64 KB, one of them hard to write. */
function long(block: string): ExecutionEvent {
  const text = `${block}"\\\n\u00e9`.repeat(20_000)
  return { ...COMPLETED, block, input: { list: [text, null] }, output: { blobs: 1, text }, variables: { short: true } }
}

function warned(code: string): ExecutionEvent {
  return { t: 'warned', at: 2, code, message: code }
}

function checkpoint<Creation>(
  executionId: string,
  seq: number,
  epoch: number,
  events: ExecutionEvent[],
): Checkpoint<Creation> {
  return { executionId, seq, epoch, events, projection: { opened: [], closed: [] } }
}

/** The fact's output by name, in a fixed order, since a database may sort the members of an object. */
function keys(fact: ExecutionEvent): [string, unknown][] {
  return fact.t === 'block_completed' ? Object.entries(fact.output).toSorted(([a], [b]) => (a < b ? -1 : 1)) : []
}
