import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { hasAptGet } from './apt.mjs'
import { checkPrograms, copyPrograms, installedFolders, programsOf } from './postgres-programs.mjs'
import { isReady, postgresSources } from './postgres-sources.mjs'
import { ask, isRoot, isWindows, run, SetupFailure, say } from './processes.mjs'

/**
 * Starts a PostgreSQL for one test run. `stop` ends it and removes its data. It listens only on a free loopback port and has a
 * random password. Durability is off, because the data is needed only for this run.
 */
export async function startPostgres() {
  const sources = postgresSources({
    databaseUrl: process.env.DATABASE_URL,
    installed: installedFolders(),
    isRoot,
    hasAptGet: hasAptGet(),
    platform: process.platform,
    architecture: process.arch,
  })
  const refusals = []
  for (const source of sources) {
    try {
      return source.kind === 'given' ? await given(source.url) : await cluster(await programsOf(source))
    } catch (error) {
      if (error.name !== 'SetupFailure') throw error
      refusals.push(error.message)
      if (source.kind === 'given') throw new SetupFailure(refusals.join('\n'))
    }
  }
  const hint =
    'Install PostgreSQL (Debian, Ubuntu: apt-get install postgresql), or use a running one: DATABASE_URL=postgres://... npm test'
  throw new SetupFailure([...refusals, hint].join('\n'))
}

async function given(url) {
  const { hostname, port } = parsed(url)
  if (hostname !== '' && !(await answers(hostname, Number(port || 5432)))) {
    throw new SetupFailure(
      `No server answers at ${hostname}:${port || 5432}, the address in DATABASE_URL. Start it, or run: env -u DATABASE_URL npm test`,
    )
  }
  say(`PostgreSQL: ${hostname || 'local socket'} (from DATABASE_URL).`)
  return { url, stop: async () => {} }
}

function parsed(url) {
  try {
    return new URL(url)
  } catch {
    throw new SetupFailure('DATABASE_URL is not a valid URL. Use the form postgres://user:password@host:5432/database.')
  }
}

function answers(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 5_000 })
    const finish = (yes) => {
      socket.destroy()
      resolve(yes)
    }
    socket.once('connect', () => finish(true))
    socket.once('error', () => finish(false))
    socket.once('timeout', () => finish(false))
  })
}

async function cluster(programs) {
  const as = unprivileged()
  const home = temporaryFolder(as)
  const forget = () => rmSync(home, { recursive: true, force: true })
  try {
    const folder = readableBy(as, programs) ? programs : copyPrograms(programs, join(home, 'programs'))
    const major = checkPrograms(folder, as)
    const password = randomBytes(18).toString('hex')
    await initialise({ folder, home, as, password })
    const started = await listen({ folder, home, as })
    say(`PostgreSQL ${major} from ${programs} listens on 127.0.0.1:${started.port} for this run.`)
    const stop = async () => {
      await started.stop()
      forget()
    }
    return { url: `postgres://poolhouse:${password}@127.0.0.1:${started.port}/postgres`, stop }
  } catch (error) {
    forget()
    throw error
  }
}

/** Finds a user without privileges, because PostgreSQL refuses to run as root. */
function unprivileged() {
  if (!isRoot) return {}
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => ask('id', [flag, name]))
    if (uid.ok && gid.ok) return { uid: Number(uid.out), gid: Number(gid.out) }
  }
  throw new SetupFailure(
    'PostgreSQL can not run as root, and there is no user postgres or nobody. Run: useradd --system postgres',
  )
}

function temporaryFolder(as) {
  for (const parent of new Set([tmpdir(), '/tmp'])) {
    const home = mkdtempSync(join(parent, 'poolhouse-postgres-'))
    if (as.uid === undefined) return home
    chownSync(home, as.uid, as.gid)
    if (ask('test', ['-w', home], { ...as, cwd: '/' }).ok) return home
    rmSync(home, { recursive: true, force: true })
  }
  throw new SetupFailure(`User ${as.uid} can not write to a temporary folder. Run: TMPDIR=/tmp npm test`)
}

function readableBy(as, folder) {
  return as.uid === undefined || ask('test', ['-x', join(folder, 'initdb')], { ...as, cwd: '/' }).ok
}

async function initialise({ folder, home, as, password }) {
  const secret = join(home, 'password')
  writeFileSync(secret, `${password}\n`, { mode: 0o600 })
  if (as.uid !== undefined) chownSync(secret, as.uid, as.gid)
  const flags = [
    '-U',
    'poolhouse',
    '--auth=scram-sha-256',
    `--pwfile=${secret}`,
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
  ]
  const done = await run(join(folder, 'initdb'), ['-D', join(home, 'data'), ...flags], {
    ...as,
    quiet: true,
    cwd: home,
    env: programEnvironment(folder),
    limitMs: 120_000,
  })
  rmSync(secret)
  if (!done.ok) throw new SetupFailure(`initdb of ${folder} failed: ${done.text.trim()}`)
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
}

/**
 * This shell script runs until its pipe to this process closes. It then stops the server and removes the data, even if this
 * process was killed.
 */
const keeper = `home=$1; shift
"$@" >"$home/log" 2>&1 &
server=$!
read -r ignored
kill -INT "$server" 2>/dev/null
wait "$server"
rm -rf "$home"`

async function listen({ folder, home, as }) {
  const port = await freePort()
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const command = [join(folder, 'postgres'), '-D', join(home, 'data'), '-p', String(port), ...flags]
  const options = {
    ...as,
    cwd: home,
    detached: !isWindows,
    env: programEnvironment(folder),
    stdio: ['pipe', 'ignore', 'ignore'],
  }
  const child = isWindows
    ? spawn(command[0], command.slice(1), options)
    : spawn('/bin/sh', ['-c', keeper, 'sh', home, ...command], options)
  const ended = new Promise((resolve) => child.once('close', resolve))
  const stop = async () => {
    if (isWindows) child.kill()
    else child.stdin.end()
    const late = setTimeout(() => process.kill(isWindows ? child.pid : -child.pid, 'SIGKILL'), 15_000)
    await ended
    clearTimeout(late)
  }
  child.stdin.on('error', () => {})
  for (let tries = 0; tries < 300; tries++) {
    if (isReady(readOr(join(home, 'data', 'postmaster.pid')))) return { port, stop }
    await wait(100)
  }
  const log = readOr(join(home, 'log')).trim()
  await stop()
  throw new SetupFailure(
    `PostgreSQL in ${folder} did not start. The end of its log: ${log.split('\n').slice(-5).join('\n')}`,
  )
}

/** Removes the variables of libpq, because they would change how initdb and the server work. */
function programEnvironment(folder) {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))
  return { ...Object.fromEntries(own), LC_ALL: 'C', LD_LIBRARY_PATH: join(dirname(folder), 'lib') }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

function readOr(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
