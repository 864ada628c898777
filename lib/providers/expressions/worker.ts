import { parentPort } from 'node:worker_threads'
import jsonata from 'jsonata'
import { describeFault } from '#lib/blocks/transform/expression.ts'
import type { EvaluateAnswer, EvaluateRequest } from './protocol.ts'

const LIMITS = { timeout: 500, stack: 200 } as const

if (!parentPort) throw new Error('This file is run as a worker')
const port = parentPort

port.on('message', async (request: EvaluateRequest) => {
  port.postMessage(await answer(request))
})

async function answer({ id, expression, data }: EvaluateRequest): Promise<EvaluateAnswer> {
  try {
    const value: unknown = await jsonata(expression, LIMITS).evaluate(data)
    return { id, json: JSON.stringify(value) ?? 'null' }
  } catch (fault) {
    return { id, message: describeFault(fault) }
  }
}
