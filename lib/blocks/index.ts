import type { BlockRegistry } from '#lib/engine/ports.ts'
import { ask } from './ask/index.ts'
import { businessLookup } from './business-lookup/index.ts'
import { catchEvent } from './catch-event/index.ts'
import { condition } from './condition/index.ts'
import { credentialIssue } from './credential-issue/index.ts'
import { documentVerification } from './document-verification/index.ts'
import { end } from './end/index.ts'
import { forEach } from './for-each/index.ts'
import { httpRequest } from './http-request/index.ts'
import { llm } from './llm/index.ts'
import { manualReview } from './manual-review/index.ts'
import { message } from './message/index.ts'
import { router } from './router/index.ts'
import { sanctionsScreening } from './sanctions-screening/index.ts'
import type { BlockServices } from './services.ts'
import { setVariable } from './set-variable/index.ts'
import { start } from './start/index.ts'
import { subworkflow } from './subworkflow/index.ts'
import { transform } from './transform/index.ts'
import { userInput } from './user-input/index.ts'
import { userTask } from './user-task/index.ts'
import { wait } from './wait/index.ts'

/** Every block type, in the order of the palette. */
export const blockTypes = [
  start,
  end,
  condition,
  setVariable,
  wait,
  catchEvent,
  subworkflow,
  forEach,
  documentVerification,
  sanctionsScreening,
  businessLookup,
  credentialIssue,
  manualReview,
  userTask,
  userInput,
  message,
  ask,
  llm,
  router,
  httpRequest,
  transform,
] as const

/** The block types by name. */
export const blockRegistry: BlockRegistry<BlockServices> = new Map(
  blockTypes.map((definition) => [definition.type, definition]),
)
