import { sessionRoutes } from '#lib/apis/console/session.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = sessionRoutes(getRuntime)
