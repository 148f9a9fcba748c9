import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectEnvironment, projectNode } from './dependencies.mjs'
import { ask, onPath, root, run, say } from './processes.mjs'

/** Checks that the compiled command starts from `dist`, without the condition that selects the sources. */
export async function serverRuns() {
  const main = join(root, 'packages/server/dist/app/main.js')
  const done = await run(projectNode(), [main, '--help'], { quiet: true, env: projectEnvironment(), limitMs: 30_000 })
  if (!done.ok) say(`${main} --help failed. Its output:\n${done.text}`)
  else say('packages/server/dist/app/main.js --help works.')
  return done.ok
}

/** Loads each compiled module of omniauth and signs in, on the oldest installed Node from 20 on. */
export async function omniauthLoads() {
  const dist = join(root, 'packages/omniauth/dist')
  const modules = existsSync(dist)
    ? readdirSync(dist, { recursive: true })
        .map(String)
        // Loading a command would run it. Another test runs commands.
        .filter((file) => file.endsWith('.js') && !/^cli[\\/]main\.js$/.test(file))
    : []
  if (modules.length === 0) {
    say('packages/omniauth/dist is empty. Run: npm run build')
    return false
  }
  const oldest = oldestNode()
  const urls = modules.map((file) => pathToFileURL(join(dist, file)).href)
  const script = `for (const url of ${JSON.stringify(urls)}) await import(url)`
  const done = await run(oldest.file, ['--input-type=module', '-e', script], { quiet: true, limitMs: 60_000 })
  if (!done.ok) say(done.text)
  const old = oldest.major < 24 ? '' : ' (no older Node was found)'
  say(
    `${modules.length} modules of packages/omniauth/dist ${done.ok ? 'load' : 'were tried, and not all load'} on Node ${oldest.version}${old}.`,
  )
  return done.ok && (await omniauthSignsIn(oldest))
}

/** Uses Node's test runner, because vitest needs a newer Node than the package. */
async function omniauthSignsIn({ file, version }) {
  const folder = join(root, 'packages/omniauth/test/compiled')
  const tests = readdirSync(folder).map((name) => join(folder, name))
  const done = await run(file, ['--test', ...tests], { quiet: true, limitMs: 60_000 })
  say(done.ok ? `Sign-in and doctor work on Node ${version}.` : done.text)
  return done.ok
}

/** Finds the oldest Node from 20 on: the one that runs npm, those on the PATH, or the project's. */
export function oldestNode() {
  const files = new Set(
    [process.env.npm_node_execpath, process.execPath, ...onPath('node'), projectNode()].filter(Boolean),
  )
  const [oldest] = [...files]
    .map((file) => ({ file, version: ask(file, ['-p', 'process.versions.node']).out.trim() }))
    .map((node) => ({ ...node, major: Number(node.version.split('.')[0]) }))
    .filter(({ major }) => major >= 20)
    .sort((a, b) => a.major - b.major)
  return oldest
}
