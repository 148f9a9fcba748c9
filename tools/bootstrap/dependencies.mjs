import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installedMatches, npmErrorText } from './installed.mjs'
import { isWindows, npmCommand, root, run, SetupFailure, say } from './processes.mjs'

const lockFile = join(root, 'package-lock.json')
const stampFile = join(root, 'node_modules', '.poolhouse-lock')
const recordFile = join(root, 'node_modules', '.package-lock.json')

/** Installs the dependencies of the lock file unless they are there. The stamp makes the second start cheap. */
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

/** A person's own `npm ci` or `npm install` counts as much as ours. */
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
  say('Installing the dependencies of package-lock.json, which takes a moment ...')
  const done = await run(npm.command, [...npm.args, 'ci', ...ciFlags, ...quiet], {
    quiet: true,
    shell: npm.shell ?? false,
  })
  if (!done.ok) throw new SetupFailure(`${npmErrorText(done.text)}\nDependencies could not be installed. Try: npm ci`)
  say(`Dependencies installed from package-lock.json (${((Date.now() - started) / 1000).toFixed(1)} s).`)
}

/**
 * The Node that runs the project: 24, from the lock file. The platforms without such a package (macOS) use the Node
 * that runs this file, if it is new enough.
 */
export function projectNode() {
  const bundled = join(root, 'node_modules', `node-${isWindows ? 'win' : process.platform}-${process.arch}`, 'bin')
  const file = join(bundled, isWindows ? 'node.exe' : 'node')
  if (existsSync(file)) return file
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  throw new SetupFailure(
    `No Node 24 comes with the dependencies on ${process.platform} ${process.arch}, and this one is ${process.version}. Install Node 24 or newer (https://nodejs.org), then run the command again.`,
  )
}

/** The environment in which `node`, `tsc` and the others are the project's own, and what Node has compiled once is kept: programs start in two thirds of the time. */
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
