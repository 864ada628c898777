import path from 'node:path'
import { defineConfig } from 'prisma/config'

// Prisma's command line would download its schema engine; ours is the same engine as WebAssembly, from the package registry.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(import.meta.dirname, 'scripts/schema-engine.mjs')

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://localhost:5432/countersign' },
})
