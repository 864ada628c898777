import { startersRoutes } from '#lib/apis/console/execution-lists.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = startersRoutes(getRuntime)
