import { recordingRoutes } from '#lib/apis/console/scenarios.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = recordingRoutes(getRuntime)
