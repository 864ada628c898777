import { redeliverRoutes } from '#lib/apis/console/webhooks.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = redeliverRoutes(getRuntime)
