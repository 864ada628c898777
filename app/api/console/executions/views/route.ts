import { viewsRoutes } from '#lib/apis/console/execution-lists.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = viewsRoutes(getRuntime)
