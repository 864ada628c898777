import { parentPort } from 'node:worker_threads'
import jsonata from 'jsonata'
import { describeFault } from '#lib/blocks/transform/expression.ts'
import { type EvaluateAnswer, type EvaluateRequest, READY } from './protocol.ts'

const LIMITS = { timeout: 500, stack: 200 } as const

if (!parentPort) throw new Error('This file is run as a worker')
const port = parentPort

port.on('message', async (request: EvaluateRequest) => {
  port.postMessage(await answer(request))
})
port.postMessage(READY)

async function answer({ id, expression, data }: EvaluateRequest): Promise<EvaluateAnswer> {
  try {
    const value: unknown = await jsonata(expression, LIMITS).evaluate(data)
    return { id, json: JSON.stringify(value, withoutFunctions) ?? 'null' }
  } catch (fault) {
    return { id, message: describeFault(fault) }
  }
}

/** Functions of JSONata are objects with a mark; a value has no place for them. */
function withoutFunctions(_key: string, value: unknown): unknown {
  const marked = typeof value === 'object' && value !== null
  return marked && ('_jsonata_lambda' in value || '_jsonata_function' in value) ? undefined : value
}
