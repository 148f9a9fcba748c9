import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installedMatches, npmErrorText } from './installed.mjs'
import { isWindows, npmCommand, root, run, SetupFailure, say } from './processes.mjs'

const lockFile = join(root, 'package-lock.json')
const stampFile = join(root, 'node_modules', '.poolhouse-lock')
const recordFile = join(root, 'node_modules', '.package-lock.json')

/** Installs the dependencies of the lock file if they are missing. The stamp file makes the next start fast. */
export async function ensureDependencies() {
  const stamp = lockStamp()
  if (readOr(stampFile) === stamp) return
  if (!alreadyInstalled()) await install()
  writeFileSync(stampFile, stamp)
}

function lockStamp() {
  const hash = createHash('sha256').update(readFileSync(lockFile)).digest('hex')
  return `${process.platform}-${process.arch} ${hash}\n`
}

/** Whether the user has already run `npm ci` or `npm install`. */
function alreadyInstalled() {
  try {
    return installedMatches(JSON.parse(readFileSync(lockFile, 'utf8')), JSON.parse(readFileSync(recordFile, 'utf8')))
  } catch {
    return false
  }
}

async function install() {
  const started = Date.now()
  const npm = npmCommand()
  const ciFlags = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  const quiet = ['--engine-strict=false', '--loglevel=error']
  say('Installing the dependencies of package-lock.json. This can take a minute ...')
  const done = await run(npm.command, [...npm.args, 'ci', ...ciFlags, ...quiet], {
    quiet: true,
    shell: npm.shell ?? false,
  })
  if (!done.ok)
    throw new SetupFailure(
      `${npmErrorText(done.text)}\nnpm could not install the dependencies. To see all of its output, run: npm ci`,
    )
  say(`Dependencies installed from package-lock.json (${((Date.now() - started) / 1000).toFixed(1)} s).`)
}

/**
 * The Node that runs the project. It is Node 24 from the lock file. Platforms without such a package (macOS) use the Node
 * that runs this file, if it is new enough.
 */
export function projectNode() {
  const bundled = join(root, 'node_modules', `node-${isWindows ? 'win' : process.platform}-${process.arch}`, 'bin')
  const file = join(bundled, isWindows ? 'node.exe' : 'node')
  if (existsSync(file)) return file
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  throw new SetupFailure(
    `Poolhouse needs Node 24 or newer, but this is Node ${process.version}, and npm has no Node 24 for ${process.platform} ${process.arch}. Install Node 24 from https://nodejs.org and run the command again.`,
  )
}

/** The environment in which `node`, `tsc` and other programs are those of the project. A compile cache makes programs start faster. */
export function projectEnvironment(extra = {}) {
  const separator = isWindows ? ';' : ':'
  return {
    NODE_COMPILE_CACHE: join(root, '.cache', 'node'),
    ...process.env,
    PATH: `${join(root, 'node_modules', '.bin')}${separator}${process.env.PATH ?? ''}`,
    ...extra,
  }
}

function readOr(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
