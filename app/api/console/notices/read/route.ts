import { readNoticesRoutes } from '#lib/apis/console/notices.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = readNoticesRoutes(getRuntime)
