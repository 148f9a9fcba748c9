import { defineConfig } from 'vitest/config'

/** Sources run as they are: the `source` condition of package.json#imports and #exports, in vitest as in node and tsc. */
const fromSource = { conditions: ['source', 'node'] }
const shared = { resolve: fromSource, ssr: { resolve: fromSource } }

/** Ends what hangs. It is no measure: properties are tried a hundred times, on a machine that has other things to do. */
const patience = { testTimeout: 30_000, hookTimeout: 30_000 }

/** The server suite runs whole on both stores; everything else does not know which one runs. */
const serverSuite = (database: 'sqlite' | 'postgres') => ({
  ...shared,
  test: {
    name: `server:${database}`,
    include: ['packages/server/test/**/*.test.ts'],
    env: { POOLHOUSE_TEST_DATABASE: database },
    ...patience,
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
          ...patience,
          include: ['{packages,apps,tools,examples}/**/src/**/*.test.ts', 'tools/**/*.test.ts', '*.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          name: 'forge',
          ...patience,
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
