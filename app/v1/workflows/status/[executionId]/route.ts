import { statusRoute } from '#lib/apis/v1/executions.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = statusRoute(getRuntime)
