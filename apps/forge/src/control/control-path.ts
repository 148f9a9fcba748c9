import { createHash } from 'node:crypto'
import { join } from 'node:path'

/** The longest path of a socket in bytes. This is the limit of macOS; Linux allows more. */
const longest = 103

/**
 * The socket on which a running Forge listens for its operator; on Windows a named pipe. Only the owner can write to its
 * folder, and the network cannot reach it. Undefined when the path of the folder is too long for a socket.
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
