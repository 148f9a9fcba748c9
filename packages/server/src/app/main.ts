#!/usr/bin/env node
import { didYouMean } from '#foundation/nearest'
import { clientsSet } from './cli/clients-set.ts'
import { type Command, commandHelp, parseCommandLine } from './cli/command.ts'
import { keysCreate } from './cli/keys-create.ts'
import { keysDelete } from './cli/keys-delete.ts'
import { keysList } from './cli/keys-list.ts'
import { serve } from './cli/serve.ts'
import { ConfigError } from './config/config.ts'

const commands: readonly Command[] = [serve, keysCreate, keysList, keysDelete, clientsSet]

const overview = [
  'Poolhouse: a self-hosted identity provider that speaks Amazon Cognito user pools.',
  '',
  'usage: poolhouse <command> [options]',
  '',
  ...commands.map((command) => `  ${command.name.padEnd(14)}${command.summary}`),
  '',
  'Run poolhouse <command> --help for the options of a command.',
].join('\n')

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

async function main(words: readonly string[]): Promise<void> {
  const command = commands.find(({ name }) => `${words.join(' ')} `.startsWith(`${name} `))
  const asksForHelp = words.includes('--help') || words.includes('-h')
  if (!command) {
    if (words.length === 0 || asksForHelp) return print(overview)
    const given = words.join(' ')
    const suggestion = didYouMean(
      given,
      commands.map(({ name }) => name),
    )
    throw new ConfigError(`Unknown command "${given}".${suggestion}\n\n${overview}`)
  }
  if (asksForHelp) return print(commandHelp(command))
  const line = parseCommandLine(command, words.slice(command.name.split(' ').length))
  await command.run({ ...line, environment: process.env, print })
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const isConfigError = error instanceof ConfigError
  process.stderr.write(`${isConfigError ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
  process.exitCode = 1
})
