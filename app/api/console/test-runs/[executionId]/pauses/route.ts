import { testPausesRoutes } from '#lib/apis/console/test-runs.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = testPausesRoutes(getRuntime)
