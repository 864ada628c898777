import { draftHistoryRoutes } from '#lib/apis/console/versions.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = draftHistoryRoutes(getRuntime)
