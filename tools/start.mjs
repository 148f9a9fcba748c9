import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureDependencies, projectEnvironment, projectNode } from './bootstrap/dependencies.mjs'
import { endAll, root } from './bootstrap/processes.mjs'

/** `npm start`: installs dependencies, then starts Poolhouse and Forge on Node 24 with the same options and environment. */
async function start() {
  const interrupted = () => {
    endAll()
    process.exit(130)
  }
  process.once('SIGINT', interrupted)
  process.once('SIGTERM', interrupted)
  await ensureDependencies()
  process.removeListener('SIGINT', interrupted)
  process.removeListener('SIGTERM', interrupted)

  const entry = join(root, 'packages/server/src/app/first-run/main.ts')
  const application = ['--application', join(root, 'apps/forge/src/main.ts')]
  const child = spawn(projectNode(), ['--conditions=source', entry, ...application, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: projectEnvironment(),
  })
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGHUP'))
  // A terminal sends an interrupt to the whole group, so the child already has it.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  child.once('error', (error) => fail(`Could not start Node (${error.message}). Run npm ci, then npm start again.`))
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.exit(signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1)
  })
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

start().catch((error) => fail(error.name === 'SetupFailure' ? error.message : error.stack))
