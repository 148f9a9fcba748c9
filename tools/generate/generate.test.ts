import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { generateContract } from './contract.ts'
import { staleFiles } from './output.ts'

const main = new URL('./main.ts', import.meta.url).pathname

describe('a generated file', () => {
  it('is up to date, otherwise run `npm run generate`', { timeout: 30_000 }, async () => {
    const checked = promisify(execFile)(process.execPath, ['--conditions=source', main, '--check'])
    await expect(checked.catch((error: { stderr: string }) => error)).resolves.toMatchObject({ stderr: '' })
  })

  it('is stale if it is missing or differs', async () => {
    const [file] = await generateContract()
    const changed = { path: file?.path ?? '', content: 'changed' }
    const stale = await staleFiles([changed, { path: 'no/such/file', content: '' }])
    expect(stale.map(({ path }) => path)).toEqual([changed.path, 'no/such/file'])
  })
})
