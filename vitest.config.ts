import os from 'node:os'
import path from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    environment: 'node',
    include: ['{lib,components,scripts,prisma}/**/*.test.{ts,tsx}'],
    globalSetup: 'scripts/vitest-postgres.ts',
    env: {
      DATABASE_URL: 'postgresql://127.0.0.1:1/each-test-file-makes-its-own',
      PUBLIC_URL: 'http://127.0.0.1:3000',
      COUNTERSIGN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64url'),
      COUNTERSIGN_DATA_DIR: path.join(os.tmpdir(), `countersign-test-${process.pid}`),
      LOG_LEVEL: 'silent',
      TZ: 'America/Sao_Paulo',
    },
  },
})
