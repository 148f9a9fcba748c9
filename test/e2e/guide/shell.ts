import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** One bash for all commands of a page, in their order. */
export interface Shell {
  /** Runs commands. @returns their output. @throws with the output if one fails; the shell has then ended. */
  run(commands: string): Promise<string>
  /** The value of a variable. */
  value(name: string): Promise<string>
  close(): Promise<void>
}

const mark = '::: that was all'

/** @param of.environment added to the test's environment without its variables for AWS and Poolhouse. */
export function openShell({
  folder,
  environment,
}: {
  folder: string
  environment: Readonly<Record<string, string>>
}): Shell {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS|NODE|POOLHOUSE|VITEST)_/.test(name))
  const env = { ...Object.fromEntries(own), ...environment }
  const bash = spawn('bash', ['--noprofile', '--norc', '-euo', 'pipefail'], { cwd: folder, env, stdio: 'pipe' })
  const ended = new Promise<void>((resolve) => {
    bash.once('close', () => resolve())
  })
  let printed: string[] = []
  let said = ''
  let finish = (): void => {}
  createInterface({ input: bash.stdout }).on('line', (line) => {
    if (line === mark) finish()
    else printed.push(line)
  })
  bash.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const run = async (commands: string): Promise<string> => {
    printed = []
    said = ''
    const done = new Promise<'done'>((resolve) => {
      finish = () => resolve('done')
    })
    bash.stdin.write(`${commands}\necho '${mark}'\n`)
    const outcome = await Promise.race([done, ended])
    if (outcome !== 'done') throw new Error(`This failed:\n${commands}\n\n${printed.join('\n')}\n${said}`)
    return printed.join('\n')
  }
  return {
    run,
    value: (name) => run(`printf '%s\\n' "$${name}"`),
    async close() {
      bash.stdin.end()
      await ended
    },
  }
}
