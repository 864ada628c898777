import { templatesRoutes } from '#lib/apis/console/workflows.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = templatesRoutes(getRuntime)
