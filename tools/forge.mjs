import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureDependencies, projectEnvironment, projectNode } from './bootstrap/dependencies.mjs'
import { root } from './bootstrap/processes.mjs'

/** `npm run forge -- COMMAND`: runs Forge's command line on Node 24, for example `npm run forge reconfigure`. */
async function forge() {
  await ensureDependencies()
  const argv = ['--conditions=source', join(root, 'apps/forge/src/main.ts'), ...process.argv.slice(2)]
  const { status, error } = spawnSync(projectNode(), argv, { stdio: 'inherit', env: projectEnvironment() })
  if (error !== undefined) throw error
  process.exitCode = status ?? 1
}

forge().catch((error) => {
  process.stderr.write(`${error.name === 'SetupFailure' ? error.message : error.stack}\n`)
  process.exitCode = 1
})
