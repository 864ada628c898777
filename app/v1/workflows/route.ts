import { workflowsRoute } from '#lib/apis/v1/workflows.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = workflowsRoute(getRuntime)
