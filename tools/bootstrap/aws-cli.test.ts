import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findAwsCli } from './aws-cli.mjs'

const root = mkdtempSync(join(tmpdir(), 'poolhouse-aws-cli-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** A folder with a program `aws` that prints this. */
function machine(name: string, script: string): { folder: string; file: string } {
  const folder = join(root, name)
  const file = join(folder, 'aws')
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return { folder, file }
}

const never = async (): Promise<void> => {
  throw new Error('There was one already.')
}

describe.skipIf(process.platform === 'win32')('the AWS CLI of the guide', () => {
  it('is the machine’s own, passing over a stub that runs nothing', async () => {
    const stub = machine('stub', 'echo "aws: command not found" >&2; exit 127')
    const real = machine('real', 'echo "aws-cli/2.9.19 Python/3.11.2 Linux"')
    const path = [stub.folder, real.folder].join(delimiter)
    await expect(findAwsCli({ path, install: never })).resolves.toBe(real.file)
  })

  it('is installed where there is none', async () => {
    const path = join(root, 'later')
    const install = async (): Promise<void> => void machine('later', 'echo "aws-cli/1.45.11 Python/3.11.7"')
    await expect(findAwsCli({ path, install })).resolves.toBe(join(path, 'aws'))
  })

  it('fails with the one command to run when it is not to be had', async () => {
    const refused = Object.assign(new Error('apt-get install awscli failed.'), { name: 'SetupFailure' })
    const tried = findAwsCli({ path: join(root, 'empty'), install: async () => Promise.reject(refused) })
    await expect(tried).rejects.toThrow(
      /apt-get install awscli failed\.\nNo AWS CLI is to be had\. Run: \S+ install awscli/,
    )
  })
})
