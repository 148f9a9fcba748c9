import { generateBrowserScript } from './browser-script.ts'
import { generateCompatibility } from './compatibility.ts'
import { generateConfiguration } from './configuration.ts'
import { generateContract } from './contract.ts'
import { staleFiles, writeFiles } from './output.ts'

/** Runs every generator. With `--check` nothing is written, and a stale file is a failure. */
const files = (
  await Promise.all([generateContract(), generateCompatibility(), generateConfiguration(), generateBrowserScript()])
).flat()
const stale = await staleFiles(files)
if (process.argv.includes('--check')) {
  for (const { path } of stale) console.error(`${path} is stale: run npm run generate`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  await writeFiles(stale)
  console.log(
    stale.length === 0 ? 'All generated files are up to date.' : stale.map(({ path }) => `Wrote ${path}`).join('\n'),
  )
}
