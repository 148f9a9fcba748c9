import { afterAll } from 'vitest'
import { closePools } from './start-pool.ts'

/** Runs before each test file, also where they share their modules: a hook in a shared module would be the first file's alone. */
afterAll(closePools)
