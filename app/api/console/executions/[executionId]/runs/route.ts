import { runAgainRoutes } from '#lib/apis/console/executions.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = runAgainRoutes(getRuntime)
