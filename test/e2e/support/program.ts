import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { until } from './until.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** A program that runs during the test. */
export interface Program {
  /** Its output so far, of both streams. */
  output(): string
  /** Waits until it has printed this. @throws if it ends first. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  /** Stops it and waits. Returns its exit code, or null if a signal ended it. */
  stop(): Promise<number | null>
}

/** How a program ended. */
export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Surroundings {
  readonly environment?: Readonly<Record<string, string>>
  readonly folder?: string
}

/** The arguments that run `poolhouse` from its sources. */
export const poolhouse = (...words: string[]): string[] => [
  '--conditions=source',
  `${root}packages/server/src/app/main.ts`,
  ...words,
]

/** The arguments of `npm start -- words`. */
export const start = (...words: string[]): string[] => [`${root}tools/start.mjs`, ...words]

/** Node's cache only makes a program start faster. */
const settings = /^(?!NODE_COMPILE_CACHE$)(POOLHOUSE|FORGE|AWS|NODE|VITEST)_/

const running = new Set<ReturnType<typeof launch>>()

/** Ends the programs that a failed test has left running. */
export async function stopPrograms(): Promise<void> {
  await Promise.all([...running].map((program) => program.stop()))
}

/** Starts a program of this repository on this Node. It does not get settings from the test's environment. */
export function startProgram(words: readonly string[], surroundings: Surroundings = {}): Program {
  const program = launch(words, surroundings)
  return {
    output: program.output,
    async printed(pattern) {
      const ended = program.ended.then(({ code }) => `ended with ${code}`)
      return until(`${pattern} in:\n${program.output()}`, async () => {
        const match = pattern.exec(program.output())
        if (match) return match
        const end = await Promise.race([ended, undefined])
        if (end) throw new Error(`The program ${end}:\n${program.output()}`)
        return undefined
      })
    },
    stop: program.stop,
  }
}

/** Runs a program to its end. */
export const runProgram = (words: readonly string[], surroundings: Surroundings = {}): Promise<Outcome> =>
  launch(words, surroundings).ended

function launch(words: readonly string[], { environment = {}, folder = root }: Surroundings) {
  const own = Object.entries(process.env).filter(([name]) => !settings.test(name))
  const child = spawn(process.execPath, words, {
    cwd: folder,
    env: { ...Object.fromEntries(own), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      running.delete(program)
      resolve({ code, stdout, stderr })
    })
  })
  const program = {
    output: () => stdout + stderr,
    ended,
    async stop() {
      child.kill('SIGTERM')
      return (await ended).code
    },
  }
  running.add(program)
  return program
}
