import { verifyCredentialRoute } from '#lib/apis/v1/credentials.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = verifyCredentialRoute(getRuntime)
