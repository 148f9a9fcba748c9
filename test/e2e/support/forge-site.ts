import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createUser } from '../../../apps/forge/src/cli/create-user.ts'
import { reconfigure } from '../../../apps/forge/src/cli/reconfigure.ts'
import { systemClock } from '../../../apps/forge/src/foundation/clock.ts'
import { freePort } from './free-port.ts'
import { type Outcome, type Program, runProgram, startProgram } from './program.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface NewUser {
  username: string
  email?: string
  name?: string
  admin?: boolean
}

/** The password of every user of Forge in these tests. */
export const password = 'correct horse battery'

/** Forge in its own process, with its own folder for the configuration. */
export interface ForgeSite {
  readonly url: string
  readonly folder: string
  /** Writes gitlab.rb and reconfigures the running Forge, as the command does. Returns the printed changes. */
  take(text: string): Promise<string[]>
  /** Only writes gitlab.rb. */
  write(text: string): void
  /** `npm run forge reconfigure`. */
  command(): Promise<Outcome>
  /** Stops Forge and starts it again with the same folder and these flags and variables. */
  restart(surroundings: { flags?: readonly string[]; environment?: Record<string, string> }): Promise<void>
  addUser(user: NewUser): Promise<void>
  close(): Promise<void>
}

/** @param files written into its folder first: gitlab.rb, and people.yml for a directory */
export async function startForgeSite(files: Readonly<Record<string, string>> = {}): Promise<ForgeSite> {
  const folder = mkdtempSync(join(tmpdir(), 'forge-e2e-'))
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  for (const [name, text] of Object.entries(files)) write(name, text)
  const port = await freePort()
  const dataFolder = join(folder, 'forge')
  const serve = async ({ flags = [], environment = {} }: Parameters<ForgeSite['restart']>[0] = {}) => {
    const main = ['--conditions=source', join(root, 'apps/forge/src/main.ts')]
    const words = [...main, '--port', String(port), '--data', folder, ...flags]
    const program = startProgram(words, { environment })
    await program.printed(/Forge is at (\S+)/)
    return program
  }
  let program: Program = await serve({ flags: directoryOf(files, folder) })
  return {
    url: `http://localhost:${port}`,
    folder,
    write: (text) => write('gitlab.rb', text),
    take(text) {
      write('gitlab.rb', text)
      return reconfigure(dataFolder)
    },
    command: () => runProgram([join(root, 'tools/forge.mjs'), 'reconfigure', '--data', folder]),
    async restart(surroundings) {
      await program.stop()
      program = await serve(surroundings)
    },
    async addUser({ username, email = `${username}@example.com`, name = username, admin = false }) {
      await createUser({ clock: systemClock }, { username, email, name, admin, password, dataFolder })
    },
    async close() {
      await program.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const directoryOf = (files: Readonly<Record<string, string>>, folder: string): string[] =>
  files['people.yml'] === undefined ? [] : ['--directory', join(folder, 'people.yml')]
