import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export const isWindows = process.platform === 'win32'
export const isRoot = process.getuid?.() === 0

/** Prints a line. */
export const say = (line) => process.stdout.write(`${line}\n`)

/** A problem of the machine, not of the code. It is printed without a stack and names the command that helps. */
export class SetupFailure extends Error {
  name = 'SetupFailure'
}

/** Returns all programs of this name on the PATH, in order. */
export function onPath(name, path = process.env.PATH ?? '') {
  const file = isWindows ? `${name}.exe` : name
  return path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, file))
    .filter(isExecutable)
}

export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return existsSync(file)
  } catch {
    return false
  }
}

/** Runs a short program and returns its output. It never throws. */
export function ask(command, args, options = {}) {
  const answer = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000, ...options })
  const out = answer.stdout ?? ''
  const error = answer.error === undefined ? (answer.stderr ?? '') : answer.error.message
  return { ok: answer.status === 0, out, error }
}

const running = new Set()

/**
 * Runs a program in its own process group, so that a time limit or an interrupt also ends its children. With `quiet` it returns
 * the output instead of showing it.
 */
export function run(command, args, { quiet = false, limitMs, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      detached: !isWindows,
      ...options,
    })
    running.add(child)
    let text = ''
    let late = false
    const keep = (chunk) => {
      text += chunk
    }
    const tooLate = () => {
      late = true
      endGroup(child, 'SIGKILL')
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    const timer = limitMs === undefined ? undefined : setTimeout(tooLate, limitMs)
    const finish = (ok, extra = '') => {
      clearTimeout(timer)
      running.delete(child)
      resolve({ ok, text: text + extra, late })
    }
    child.once('error', (error) => finish(false, error.message))
    child.once('close', (code) => finish(code === 0 && !late))
  })
}

/** Ends a child and its children. */
function endGroup(child, signal) {
  try {
    if (isWindows) child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It has already ended.
  }
}

/** Ends all programs that `run` has started. */
export function endAll(signal = 'SIGTERM') {
  for (const child of running) endGroup(child, signal)
}

/** Returns the command that runs npm, with the Node that runs npm now. */
export function npmCommand() {
  const cli = process.env.npm_execpath
  if (cli?.endsWith('.js')) {
    const node = process.env.npm_node_execpath
    return { command: node !== undefined && existsSync(node) ? node : process.execPath, args: [cli] }
  }
  return { command: 'npm', args: [], shell: isWindows }
}
