// How the tests run: real Postgres for all, two workers for two cores, one server a run.
import { defineConfig } from 'vitest/config'
import { catalogue } from './vite.config.ts'

export default defineConfig({
  plugins: [catalogue()],
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/red.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
