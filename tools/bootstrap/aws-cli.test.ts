import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findAwsCli } from './aws-cli.mjs'

const root = mkdtempSync(join(tmpdir(), 'poolhouse-aws-cli-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Makes a folder with a program `aws` that runs this script. */
function machine(name: string, script: string): { folder: string; file: string } {
  const folder = join(root, name)
  const file = join(folder, 'aws')
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return { folder, file }
}

const never = async (): Promise<void> => {
  throw new Error('It was already installed.')
}

describe.skipIf(process.platform === 'win32')('the AWS CLI of the guide', () => {
  it('is the first on the PATH that works', async () => {
    const stub = machine('stub', 'echo "aws: command not found" >&2; exit 127')
    const real = machine('real', 'echo "aws-cli/2.9.19 Python/3.11.2 Linux"')
    const path = [stub.folder, real.folder].join(delimiter)
    await expect(findAwsCli({ path, install: never })).resolves.toBe(real.file)
  })

  it('is installed if it was not found', async () => {
    const path = join(root, 'later')
    const install = async (): Promise<void> => void machine('later', 'echo "aws-cli/1.45.11 Python/3.11.7"')
    await expect(findAwsCli({ path, install })).resolves.toBe(join(path, 'aws'))
  })

  it('fails with the command to run if it was not found and could not be installed', async () => {
    const refused = Object.assign(new Error('apt-get install awscli failed.'), { name: 'SetupFailure' })
    const tried = findAwsCli({ path: join(root, 'empty'), install: async () => Promise.reject(refused) })
    await expect(tried).rejects.toThrow(
      /apt-get install awscli failed\.\nThe AWS CLI was not found and could not be installed\. Run: \S+ install awscli/,
    )
  })
})
