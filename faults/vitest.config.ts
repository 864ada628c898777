import { defineConfig } from 'vitest/config'

/** `npm run test:faults`: the whole suite; a shorter cut of it runs with `npm test`. */
export default defineConfig({
  test: {
    environment: 'node',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    fileParallelism: false,
    hookTimeout: 60_000,
    env: { LOG_LEVEL: 'silent' },
  },
})
