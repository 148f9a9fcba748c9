import { defineConfig } from 'vitest/config'

/** Sources run as they are: the `source` condition of package.json#imports and #exports, in vitest as in node and tsc. */
const fromSource = { conditions: ['source', 'node'] }
const shared = { resolve: fromSource, ssr: { resolve: fromSource } }

/**
 * The limits end what hangs. They are no measure: properties are tried a hundred times, on a machine that has other things to do. Files share the modules they import, which takes
 * a third of the time: nothing of ours keeps a state of its own.
 */
const inOneProcess = { testTimeout: 30_000, hookTimeout: 30_000, isolate: false }

/** The server suite runs whole on both stores; everything else does not know which one runs. */
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
