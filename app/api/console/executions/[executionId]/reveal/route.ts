import { revealRoutes } from '#lib/apis/console/executions.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = revealRoutes(getRuntime)
