/** Every refusal the product can utter; each API maps a code to its own status and body. */
export const ERROR_CODES = {
  malformed_request: 400,
  missing_required_field: 400,
  validation_failed: 400,
  unauthorized: 401,
  forbidden: 403,
  review_restricted: 403,
  workflow_not_found: 404,
  workflow_not_deployed: 404,
  workflow_archived: 404,
  version_not_found: 404,
  execution_not_found: 404,
  pause_not_found: 404,
  credential_not_found: 404,
  file_not_found: 404,
  not_found: 404,
  method_not_allowed: 405,
  execution_id_conflict: 409,
  pause_already_resolved: 409,
  review_claimed: 409,
  proposal_changed: 409,
  already_terminal: 409,
  not_waiting: 409,
  draft_conflict: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  run_from_block_unknown_block: 422,
  source_execution_not_found: 422,
  source_execution_running: 422,
  upstream_not_executed: 422,
  invalid_workflow_graph: 422,
  findings_not_acknowledged: 422,
  subworkflow_cycle: 422,
  call_chain_too_deep: 422,
  missing_required_input: 422,
  invalid_input: 422,
  ambiguous_decision: 422,
  idempotency_key_reused: 422,
  rate_limited: 429,
  internal_error: 500,
  service_unavailable: 503,
} as const

export type ErrorCode = keyof typeof ERROR_CODES
export type ErrorDetail = { path: string; message: string; code?: string }

const BRAND = Symbol.for('countersign.AppError')

/** A refusal at an edge of the house: a code from the closed table, a message for people, details that name fields. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetail[]
  readonly retryAfterSeconds: number | undefined
  readonly [BRAND] = true

  constructor(code: ErrorCode, message: string, options: { details?: ErrorDetail[]; retryAfterSeconds?: number } = {}) {
    super(message)
    this.name = 'AppError'
    this.code = code
    this.details = options.details ?? []
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

/** Whether a thrown value is an `AppError`, also one made by another bundle's copy of the class. */
export function isAppError(value: unknown): value is AppError {
  return typeof value === 'object' && value !== null && BRAND in value
}
