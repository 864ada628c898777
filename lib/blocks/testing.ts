import type { z } from 'zod'
import type { BlockDefinition, BlockOutcome, BlockRunContext, Resolution } from '#lib/engine/block.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import type { BlockServices } from './services.ts'

function unused(): never {
  throw new Error('The block has no business here')
}

/** Services that fail the test when they are called, but for those given. */
export function fakeServices(given: Partial<BlockServices> = {}): BlockServices {
  return {
    files: { get: unused, newest: unused },
    documents: { readText: unused, readImage: unused },
    screening: { search: unused },
    credentials: { issue: unused },
    http: { request: unused },
    expressions: { evaluate: unused },
    models: { chat: unused },
    companies: { search: unused },
    settings: { acceptSpecimens: false },
    now: unused,
    sleep: unused,
    ...given,
  }
}

/** What a block is handed in a test, with everything set that the test does not care for. */
export type GivenRun = Partial<Omit<BlockRunContext<unknown, BlockServices>, 'config' | 'services'>> & {
  services?: Partial<BlockServices>
}

/** One run of a block; `config` is as an author writes it, with its references replaced. */
export function runBlock<Config extends z.ZodObject, Output extends z.ZodType<object>>(
  definition: BlockDefinition<Config, Output, BlockServices>,
  config: JsonObject,
  { services, ...given }: GivenRun = {},
): Promise<BlockOutcome<z.output<Output> & JsonObject>> {
  return definition.execute({
    config: definition.config.parse(config),
    input: {},
    blockId: definition.type,
    visit: 1,
    execution: {
      executionId: 'exec_1',
      organizationId: 'org_1',
      workflowId: 'wf_1',
      workflowName: 'Test',
      environment: 'PRODUCTION',
      draft: false,
      correlationKey: null,
    },
    wired: new Set(),
    evaluate: unused,
    services: fakeServices(services),
    idempotencyKey: `exec_1:${definition.type}:1`,
    signal: new AbortController().signal,
    ...given,
  })
}

/** An answer of Tess at noon. */
export function answered(answer: Partial<Resolution> = {}): Resolution {
  return {
    action: 'complete',
    data: {},
    by: { type: 'user', id: 'user_1', name: 'Tess' },
    at: Date.parse('2026-11-22T12:00:00Z'),
    ...answer,
  }
}
