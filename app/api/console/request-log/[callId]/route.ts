import { requestLogEntryRoutes } from '#lib/apis/console/request-log.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = requestLogEntryRoutes(getRuntime)
