import { afterAll } from 'vitest'
import { closePools } from './start-pool.ts'

/**
 * Vitest runs this file before each test file. A hook in a shared module would run for the first test file only, because test
 * files may share their modules.
 */
afterAll(closePools)
