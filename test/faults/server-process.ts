import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../packages/server/src/app/main.ts', import.meta.url))

/** The public URL in the server's configuration. The real port differs at each start. */
export const publicUrl = 'http://localhost:9229'

/** A folder with configuration, master key and data, which all servers of a run share. */
export interface ServerHome {
  readonly folder: string
  readonly database: string
}

/** Writes the configuration that every server of this home starts with. */
export function makeHome(folder: string, { smtpPort }: { smtpPort: number }): ServerHome {
  mkdirSync(join(folder, 'data'), { recursive: true, mode: 0o700 })
  const key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
  writeFileSync(join(folder, 'master.key'), `${key}\n`, { mode: 0o600 })
  const settings = {
    mode: 'development',
    host: '127.0.0.1',
    port: 0,
    publicUrl,
    data: './data',
    masterKey: { file: './master.key' },
    email: { smtp: { host: '127.0.0.1', port: smtpPort } },
    log: { level: 'error' },
  }
  // JSON is YAML.
  writeFileSync(join(folder, 'poolhouse.yaml'), JSON.stringify(settings, undefined, 2))
  return { folder, database: join(folder, 'data', 'poolhouse.sqlite') }
}

/** A server process of `poolhouse serve`. */
export interface ServerProcess {
  readonly address: string
  /** The time from the start of the process to the first response. */
  readonly tookMs: number
  /** Sends SIGKILL and waits for the end of the process. */
  kill(): Promise<void>
  /** Sends SIGTERM and waits for the end of the process. */
  stop(): Promise<void>
}

/** Starts the server and waits until it responds. It writes its errors to `server.log` in its home. */
export async function startServerProcess(home: ServerHome): Promise<ServerProcess> {
  const started = performance.now()
  const child = run(home, ['serve'])
  const address = await firstMatch(child, /listening on (http:\S+)\)/)
  const answer = await fetch(`${address}/`, { method: 'OPTIONS' })
  await answer.arrayBuffer()
  const tookMs = Math.round(performance.now() - started)
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    const gone = exitOf(child)
    child.kill(signal)
    await gone
  }
  return { address, tookMs, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

/** Runs `poolhouse keys create` and reads the key from its output. */
export async function createAccessKey(home: ServerHome): Promise<{ accessKeyId: string; secretAccessKey: string }> {
  const child = run(home, ['keys', 'create'])
  let printed = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
  })
  await exitOf(child)
  const value = (name: string): string => new RegExp(`${name} = (\\S+)`).exec(printed)?.[1] ?? ''
  return { accessKeyId: value('aws_access_key_id'), secretAccessKey: value('aws_secret_access_key') }
}

function run({ folder }: ServerHome, words: readonly string[]): ChildProcess {
  const log = openSync(join(folder, 'server.log'), 'a', 0o600)
  const child = spawn(
    process.execPath,
    ['--conditions=source', program, ...words, '--config', join(folder, 'poolhouse.yaml')],
    {
      cwd: folder,
      // Pass only the PATH and a compile cache, which makes starts faster.
      env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: join(folder, 'compile-cache') },
      stdio: ['ignore', 'pipe', log],
    },
  )
  closeSync(log)
  const killWithUs = (): void => void child.kill('SIGKILL')
  process.on('exit', killWithUs)
  child.once('exit', () => process.off('exit', killWithUs))
  return child
}

const exitOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => resolve())
    if (child.exitCode !== null || child.signalCode !== null) resolve()
  })

function firstMatch(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const found = pattern.exec(printed)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('error', reject)
    child.once('exit', (code) =>
      reject(new Error(`The server ended with code ${code} before it listened. See server.log.`)),
    )
  })
}
