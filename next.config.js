/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  typedRoutes: false,
  // Loaded by Node itself, so that the server around Next and the routes share one copy.
  serverExternalPackages: [
    '@prisma/adapter-pg',
    '@prisma/client',
    'better-auth',
    'onnxruntime-node',
    'pg',
    'pino',
    'sharp',
  ],
  // Types have a check of their own (npm run typecheck), so that building need not repeat it.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
}
