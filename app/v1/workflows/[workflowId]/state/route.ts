import { stateRoute } from '#lib/apis/v1/manage.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = stateRoute(getRuntime)
