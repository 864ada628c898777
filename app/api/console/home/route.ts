import { homeRoutes } from '#lib/apis/console/home.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = homeRoutes(getRuntime)
