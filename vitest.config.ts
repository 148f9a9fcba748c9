import { defineConfig } from 'vitest/config'

/** Tests run the sources. The condition `source` of package.json#imports and #exports selects them, as in node and tsc. */
const fromSource = { conditions: ['source', 'node'] }
const shared = { resolve: fromSource, ssr: { resolve: fromSource } }

/**
 * The limits only end tests that hang. They are long, because property tests run a hundred times and the machine may be busy.
 * Test files share the modules that they import, because that takes a third of the time and no module keeps state.
 */
const inOneProcess = { testTimeout: 30_000, hookTimeout: 30_000, isolate: false }

/** Only the server suite runs on both databases. The other tests do not depend on the database. */
const serverSuite = (database: 'sqlite' | 'postgres') => ({
  ...shared,
  test: {
    name: `server:${database}`,
    include: ['packages/server/test/**/*.test.ts'],
    setupFiles: 'packages/server/test/close-pools.ts',
    env: { POOLHOUSE_TEST_DATABASE: database },
    ...inOneProcess,
  },
})

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          ...inOneProcess,
          include: ['{packages,apps,tools,examples}/**/src/**/*.test.ts', 'tools/**/*.test.ts', '*.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          name: 'forge',
          ...inOneProcess,
          include: ['apps/*/test/**/*.test.ts', 'packages/{omniauth,pages,contract}/test/**/*.test.ts'],
        },
      },
      serverSuite('sqlite'),
      serverSuite('postgres'),
      {
        ...shared,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        ...shared,
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
