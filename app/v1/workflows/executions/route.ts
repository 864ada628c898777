import { executionsRoute } from '#lib/apis/v1/lists.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = executionsRoute(getRuntime)
