import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type GeneratedFile, HEADER } from './output.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const compiler = join(root, 'node_modules/typescript/bin/tsc')
const project = join(root, 'packages/pages/tsconfig.browser.json')

/**
 * The script that managed login serves, compiled from `packages/pages/src/browser/`. It is committed as a string, so that a
 * server that runs from the sources needs no compiler and the asset's content hash is the same on every machine.
 * @throws Error with the compiler's output if the script has type errors.
 */
export async function generateBrowserScript(): Promise<readonly GeneratedFile[]> {
  const script = await compiled('browser/pages.js')
  const content = `${HEADER}export const browserScript: string = ${JSON.stringify(script)}\n`
  return [{ path: 'packages/pages/src/generated/browser-script.ts', content }]
}

async function compiled(file: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-browser-'))
  try {
    const options = ['-p', project, '--noEmit', 'false', '--outDir', folder]
    await promisify(execFile)(process.execPath, [compiler, ...options]).catch(({ stdout }: { stdout: string }) => {
      throw new Error(`packages/pages/src/browser does not compile:\n${stdout}`)
    })
    return await readFile(join(folder, file), 'utf8')
  } finally {
    await rm(folder, { recursive: true })
  }
}
