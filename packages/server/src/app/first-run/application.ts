import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { ConfigError } from '../config/config.ts'
import type { FirstRunOptions } from './options.ts'

/** How long a program may take to say that it is ready, in milliseconds. */
const startTimeout = 30_000

/** The application, as a process of its own: it knows the provider only by what its gitlab.rb says. */
export interface Application {
  /** Resolves with the exit code when it ends by itself or is stopped. */
  readonly ended: Promise<number>
  stop(): Promise<void>
}

/** Finds out before anything is made, and in the words of the flag that was given here. @throws ConfigError */
export async function mustBeFree({ host, forgePort }: Pick<FirstRunOptions, 'host' | 'forgePort'>): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new ConfigError(`Port ${forgePort} is taken. Choose another with --forge-port or FORGE_PORT.`)
          : error,
      ),
    )
    probe.listen(forgePort, host, () => probe.close(() => resolve()))
  })
}

/** Starts the application and waits until it says `ready` to its parent. @throws when it ends before. */
export async function startApplication(
  program: string,
  {
    host,
    forgePort,
    forgeUrl,
    data,
    config,
    log,
  }: Pick<FirstRunOptions, 'host' | 'forgePort' | 'forgeUrl' | 'data'> & { config: string; log: string },
): Promise<Application> {
  const flags = [
    '--host',
    host,
    '--port',
    String(forgePort),
    '--url',
    forgeUrl,
    '--data',
    data,
    '--config',
    config,
    '--log',
    log,
  ]
  const child = spawn(process.execPath, ['--conditions=source', program, ...flags], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1))
  })
  await untilReady(child, ended)
  return {
    ended,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function untilReady(child: ChildProcess, ended: Promise<number>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The application did not become ready.')), startTimeout)
    child.once('message', () => {
      clearTimeout(timer)
      resolve()
    })
    void ended.then((code) => {
      clearTimeout(timer)
      reject(new ApplicationEnded(code))
    })
  })
}

/** The application ended before it was ready; it has said why itself. */
export class ApplicationEnded extends Error {
  override readonly name = 'ApplicationEnded'
  readonly code: number

  constructor(code: number) {
    super(`The application ended with code ${code}.`)
    this.code = code
  }
}
