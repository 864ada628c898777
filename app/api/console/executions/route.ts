import { executionsRoutes } from '#lib/apis/console/executions.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = executionsRoutes(getRuntime)
