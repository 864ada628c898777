import { reviewFilesRoutes } from '#lib/apis/console/review-files.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = reviewFilesRoutes(getRuntime)
