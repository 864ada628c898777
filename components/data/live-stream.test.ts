import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { heardOf, listenTo } from './live-stream.ts'

/** Stands for the browser's own: remembers every connection made. */
class FakeEventSource {
  static readonly CLOSED = 2
  static made: FakeEventSource[] = []
  readonly url: string
  readyState = 1
  onopen?: () => void
  onmessage?: (message: { lastEventId: string; data: string }) => void
  onerror?: () => void

  constructor(url: string) {
    this.url = url
    FakeEventSource.made.push(this)
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED
  }

  say(id: string, type: string, status = 'running'): void {
    const change = { type, at: '2026-01-01T00:00:00.000Z', status, run: null, takenEdges: [], skipped: [], error: null }
    this.onmessage?.({ lastEventId: id, data: JSON.stringify(change) })
  }
}

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
const show = (state: 'visible' | 'hidden') => {
  page.visibilityState = state
  page.dispatchEvent(new Event('visibilitychange'))
}
const made = () => FakeEventSource.made
const last = () => made().at(-1) ?? expect.fail('There is no connection')

beforeEach(() => {
  FakeEventSource.made = []
  page.visibilityState = 'visible'
  vi.stubGlobal('EventSource', FakeEventSource)
  vi.stubGlobal('document', page)
})
afterEach(() => vi.unstubAllGlobals())

describe('listening to an execution', () => {
  it('takes one connection for all who listen, and gives it back after the last', () => {
    const told = [vi.fn(), vi.fn()]
    const leave = told.map((listener) => listenTo('a', vi.fn(), listener))
    expect(made().map(({ url }) => url)).toEqual(['/api/console/executions/a/stream?after=now'])
    last().onopen?.()
    expect(told.map(({ mock }) => mock.calls.length)).toEqual([1, 1])
    expect(heardOf('a').connection).toBe('live')
    leave[0]?.()
    expect(last().readyState).toBe(1)
    leave[1]?.()
    expect(last().readyState).toBe(FakeEventSource.CLOSED)
    expect(heardOf('a')).toEqual({ live: undefined, connection: 'connecting' })
  })

  it('reads again once the connection stands, and where there is more to know', () => {
    const readAgain = vi.fn()
    const leave = listenTo('b', readAgain, vi.fn())
    last().onopen?.()
    last().say('1.0', 'block_started')
    expect(readAgain).toHaveBeenCalledTimes(1)
    last().say('2.0', 'paused', 'paused')
    expect(readAgain).toHaveBeenCalledTimes(2)
    expect(heardOf('b').live?.status).toBe('paused')
    leave()
  })

  it('gives the connection back in the background, and goes on where it left', () => {
    const readAgain = vi.fn()
    const leave = listenTo('c', readAgain, vi.fn())
    last().onopen?.()
    last().say('4.2', 'block_started')
    show('hidden')
    expect(last().readyState).toBe(FakeEventSource.CLOSED)
    show('visible')
    expect(last().url).toBe('/api/console/executions/c/stream?after=4.2')
    last().onopen?.()
    expect(readAgain).toHaveBeenCalledTimes(1)
    expect(made()).toHaveLength(2)
    leave()
    show('hidden')
    show('visible')
    expect(made()).toHaveLength(2)
  })

  it('leaves it to polling where the stream is refused, and forgets what may be out of date', () => {
    const readAgain = vi.fn()
    const leave = listenTo('d', readAgain, vi.fn())
    last().say('1.0', 'block_started')
    last().onerror?.()
    expect(heardOf('d').connection).toBe('live')
    last().close()
    last().onerror?.()
    expect(heardOf('d')).toEqual({ live: undefined, connection: 'polling' })
    expect(readAgain).toHaveBeenCalledTimes(1)
    leave()
  })

  it('ends with the execution', () => {
    const leave = listenTo('e', vi.fn(), vi.fn())
    last().say('9.0', 'ended', 'completed')
    expect(last().readyState).toBe(FakeEventSource.CLOSED)
    leave()
  })
})
