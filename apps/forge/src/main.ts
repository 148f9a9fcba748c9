import { appendFileSync, mkdirSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { ConfigurationError } from '@poolhouse/omniauth'
import { InvalidAccount } from '#accounts/create-account'
import { type Arguments, readArguments, usage } from '#cli/arguments'
import { changeUser } from '#cli/change-user'
import { createUser } from '#cli/create-user'
import { reconfigure } from '#cli/reconfigure'
import { StartError } from '#configuration/configuration'
import { systemClock } from '#foundation/clock'
import { jsonLog } from '#foundation/log'
import { startForge } from './server.ts'

async function main(given: Arguments): Promise<void> {
  if (given.command === 'help') return write(usage)
  if (given.command === 'create-user') return makeUser(given)
  if (given.command === 'user') return write(changeUser({ clock: systemClock }, given))
  if (given.command === 'reconfigure')
    return write((await reconfigure(given.dataFolder)).map((line) => `${line}\n`).join(''))
  const log = jsonLog(lineWriter(given), systemClock.now)
  const forge = await startForge({ ...given, log })
  write(`Forge is at ${forge.url}\n`)
  const stop = () => forge.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  // A parent process, such as `npm start`, waits for this message. Forge stops when the parent process ends.
  process.once('disconnect', stop)
  process.send?.('ready')
}

function lineWriter({ dataFolder, logFile }: Extract<Arguments, { command: 'serve' }>): (line: string) => void {
  if (logFile === undefined) return (line) => void process.stderr.write(line)
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  return (line) => appendFileSync(logFile, line, { mode: 0o600 })
}

async function makeUser(given: Extract<Arguments, { command: 'create-user' }>): Promise<void> {
  const typed = process.stdin.isTTY ? '' : await text(process.stdin)
  const password = typed.split('\n')[0] || undefined
  const { account, generatedPassword } = await createUser({ clock: systemClock }, { ...given, password })
  write(`Created the account ${account.username} (${account.email}).\n`)
  if (generatedPassword !== undefined) write(`Its password: ${generatedPassword}\n`)
}

const write = (line: string) => void process.stdout.write(line)

try {
  await main(readArguments(process.argv.slice(2), process.env))
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exit(1)
}

/** An error that the user can fix is one message. Any other error is a fault of Forge and is shown with its stack. */
function explain(error: unknown): string {
  if (error instanceof StartError || error instanceof ConfigurationError || error instanceof InvalidAccount)
    return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
