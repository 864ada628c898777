import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from '#components/data/api.ts'
import { blockRegistry } from '#lib/blocks/index.ts'
import { type Graph, graphSchema } from '#lib/engine/graph.ts'
import { mergeGraphs } from '#lib/engine/merge.ts'
import { doAction, openDraft, undo } from './draft.ts'
import { createSaver, type Stored } from './saver.ts'
import { createDraftStore } from './store.ts'

const GRAPH = graphSchema.parse({
  blocks: [
    { id: 'start', type: 'start', name: 'Start', position: { x: 0, y: 0 } },
    { id: 'end', type: 'end', name: 'End', position: { x: 0, y: 120 } },
  ],
})

const rename = (graph: Graph, id: string, name: string) =>
  doAction(openDraft(graph), { type: 'updateBlock', id, patch: { name } }).graph
const namesOf = ({ blocks }: Graph) => blocks.map(({ name }) => name)

/** A server with one draft, and one author's editor on it. */
function setUp() {
  const server = { graph: GRAPH, revision: 1, by: 'Somebody', fails: undefined as ApiError | undefined }
  const store = createDraftStore(openDraft(GRAPH))
  const put = vi.fn(async ({ graph, revision }: Stored) => {
    if (server.fails) throw server.fails
    if (revision !== server.revision) throw new ApiError(409, { code: 'draft_conflict', message: 'Too late' })
    Object.assign(server, { graph, revision: revision + 1 })
    return { revision: server.revision }
  })
  const keep = vi.fn(async () => undefined)
  const onMerged = vi.fn()
  const saver = createSaver({
    store,
    stored: { graph: GRAPH, revision: 1 },
    put,
    keep,
    onMerged,
    load: async () => ({ ...server }),
    merge: (base, mine, theirs, choices) => mergeGraphs(base, mine, theirs, blockRegistry, choices),
    delayMs: 600,
    retryMs: 5_000,
  })
  const type = (id: string, name: string) =>
    store.update((state) => doAction(state, { type: 'updateBlock', id, patch: { name } }))
  const elsewhere = (id: string, name: string) =>
    Object.assign(server, { graph: rename(server.graph, id, name), revision: server.revision + 1 })
  return { server, store, saver, put, keep, onMerged, type, elsewhere }
}

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

describe('saving', () => {
  it('waits until the author pauses, then saves once', async () => {
    const { saver, put, type, server } = setUp()
    saver.watch()
    type('end', 'E')
    await vi.advanceTimersByTimeAsync(500)
    type('end', 'En')
    expect(saver.state()).toBe('saving')
    await vi.advanceTimersByTimeAsync(500)
    expect(put).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(100)
    expect([put.mock.calls.length, saver.state(), saver.revision(), namesOf(server.graph)]).toEqual([
      1,
      'saved',
      2,
      ['Start', 'En'],
    ])
  })

  it('is done at once when somebody waits for it', async () => {
    const { saver, type } = setUp()
    saver.watch()
    type('end', 'E')
    expect(await saver.flush()).toBe(2)
    expect(await saver.flush()).toBe(2)
  })

  it('is tried again when the server was not reached, and told where it is of no use', async () => {
    const { saver, type, server } = setUp()
    saver.watch()
    server.fails = new ApiError(0, { code: 'offline', message: '' })
    type('end', 'E')
    await expect(saver.flush()).rejects.toThrow('could not be saved')
    expect(saver.state()).toBe('offline')
    server.fails = undefined
    await vi.advanceTimersByTimeAsync(5_000)
    expect([saver.state(), namesOf(server.graph)]).toEqual(['saved', ['Start', 'E']])
    server.fails = new ApiError(422, { code: 'validation_failed', message: '' })
    type('end', 'Ee')
    await vi.advanceTimersByTimeAsync(600)
    expect(saver.state()).toBe('error')
  })
})

describe('changes of others', () => {
  it('survive together with one’s own, which alone are undone', async () => {
    const { saver, type, elsewhere, server, store, onMerged } = setUp()
    saver.watch()
    elsewhere('start', 'Theirs')
    type('end', 'Mine')
    expect(await saver.flush()).toBe(3)
    expect([namesOf(server.graph), namesOf(store.get().graph)]).toEqual([
      ['Theirs', 'Mine'],
      ['Theirs', 'Mine'],
    ])
    expect(onMerged).toHaveBeenCalledExactlyOnceWith('Somebody')
    expect(namesOf(store.update(undo).graph)).toEqual(['Theirs', 'End'])
  })

  it('come in by themselves where nothing of one’s own is unsaved', () => {
    const { saver, elsewhere, server, store } = setUp()
    saver.absorb({ ...server })
    expect(store.get().graph).toBe(GRAPH)
    elsewhere('start', 'Theirs')
    saver.absorb({ ...server })
    expect([namesOf(store.get().graph), saver.state(), saver.revision()]).toEqual([['Theirs', 'End'], 'saved', 2])
  })

  it('at the same place wait for the author’s choice, and the draft they saved is kept', async () => {
    const { saver, type, elsewhere, server, put, keep, store } = setUp()
    saver.watch()
    elsewhere('end', 'Theirs')
    type('end', 'Mine')
    await expect(saver.flush()).rejects.toThrow('could not be saved')
    expect(saver.state()).toBe('conflict')
    expect(saver.clash()).toMatchObject({
      by: 'Somebody',
      conflicts: [{ path: ['blocks', 'end', 'name'], base: 'End', mine: 'Mine', theirs: 'Theirs' }],
    })
    type('start', 'Meanwhile')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(put).toHaveBeenCalledTimes(1)
    await saver.settle(new Map([['blocks/end/name', 'theirs']]))
    expect(keep).toHaveBeenCalledOnce()
    expect([namesOf(server.graph), saver.state(), saver.clash()]).toEqual([['Meanwhile', 'Theirs'], 'saved', undefined])
    expect(namesOf(store.get().graph)).toEqual(['Meanwhile', 'Theirs'])
  })
})
