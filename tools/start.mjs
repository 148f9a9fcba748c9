import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureDependencies, projectEnvironment, projectNode } from './bootstrap/dependencies.mjs'
import { endAll, root } from './bootstrap/processes.mjs'

/** `npm start`: dependencies first, then Poolhouse and Forge on Node 24. Flags and environment go through as they are. */
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
  // A terminal sends its interrupt to the whole group: passing it on there would deliver it twice.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  child.once('error', (error) => fail(`Node 24 could not be started: ${error.message}`))
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
