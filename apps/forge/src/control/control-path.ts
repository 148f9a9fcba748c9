import { createHash } from 'node:crypto'
import { join } from 'node:path'

/** Longest path of a socket in bytes; macOS has the shorter of the limits. */
const longest = 103

/**
 * Where a running Forge of a data folder listens for its operator: a socket in a folder that is the owner's alone, so whoever may write there may reconfigure, and
 * nobody who comes over the network. On Windows a named pipe. Undefined when the folder's path is too long for a socket.
 */
export function controlPath(dataFolder: string): string | undefined {
  if (process.platform === 'win32')
    return `\\\\.\\pipe\\forge-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 32)}`
  const path = join(controlFolder(dataFolder), 'forge.sock')
  return Buffer.byteLength(path) > longest ? undefined : path
}

export function controlFolder(dataFolder: string): string {
  return join(dataFolder, 'control')
}
