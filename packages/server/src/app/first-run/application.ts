import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { ConfigError } from '../config/config.ts'
import type { FirstRunOptions } from './options.ts'

/** How long the application may take to become ready, in milliseconds. */
const startTimeout = 30_000

/** The application, in its own process. It knows the provider only from its gitlab.rb. */
export interface Application {
  /** Resolves with the exit code when the process ends. */
  readonly ended: Promise<number>
  stop(): Promise<void>
}

/** Checks the port before anything is created, so that the message can name the flag. @throws ConfigError if it is in use */
export async function mustBeFree({ host, forgePort }: Pick<FirstRunOptions, 'host' | 'forgePort'>): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new ConfigError(`Port ${forgePort} is already in use. Choose another with --forge-port or FORGE_PORT.`)
          : error,
      ),
    )
    probe.listen(forgePort, host, () => probe.close(() => resolve()))
  })
}

/** Starts the application and waits until it sends its first message. @throws ApplicationEnded when it ends before that */
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

/** The application ended before it was ready. It has printed the reason itself. */
export class ApplicationEnded extends Error {
  override readonly name = 'ApplicationEnded'
  readonly code: number

  constructor(code: number) {
    super(`The application ended with code ${code}.`)
    this.code = code
  }
}
