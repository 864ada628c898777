import { taskRoute } from '#lib/apis/process/task.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = taskRoute(getRuntime)
