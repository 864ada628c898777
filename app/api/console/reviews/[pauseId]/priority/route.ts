import { priorityRoutes } from '#lib/apis/console/reviews.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = priorityRoutes(getRuntime)
