import { testRoutes } from '#lib/apis/console/webhooks.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = testRoutes(getRuntime)
