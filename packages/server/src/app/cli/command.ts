import { parseArgs } from 'node:util'
import { ConfigError } from '../config/config.ts'

type Option = { readonly type: 'string' | 'boolean'; readonly help: string; readonly value?: string }

/** One command of the CLI: what it is called, takes and does. */
export interface Command {
  /** Its words, as `keys create`. */
  readonly name: string
  readonly summary: string
  /** Names of what stands after the words, as `<access-key-id>`. */
  readonly arguments?: readonly string[]
  readonly options: Readonly<Record<string, Option>>
  run(input: CommandInput): Promise<void>
}

/** What a command is called with. */
export interface CommandInput {
  readonly positionals: readonly string[]
  readonly flags: Readonly<Record<string, string | boolean | undefined>>
  readonly environment: Readonly<Record<string, string | undefined>>
  print(line: string): void
}

/** Options that every command knows, since every command needs the configuration. */
export const configOptions = {
  config: { type: 'string', value: 'FILE', help: 'the configuration file (default ./poolhouse.yaml, if there is one)' },
  data: { type: 'string', value: 'FOLDER', help: 'the data folder (default ./data)' },
  database: { type: 'string', value: 'URL', help: 'postgres://... or an SQLite file (default in the data folder)' },
  'master-key-file': { type: 'string', value: 'FILE', help: 'the key that seals secrets (default in the data folder)' },
} as const satisfies Readonly<Record<string, Option>>

/** Splits what follows a command's words. @throws ConfigError that names the option at fault. */
export function parseCommandLine(
  command: Command,
  words: readonly string[],
): Omit<CommandInput, 'environment' | 'print'> {
  const options = Object.fromEntries(Object.entries(command.options).map(([name, { type }]) => [name, { type }]))
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
    const expected = command.arguments?.length ?? 0
    if (positionals.length !== expected) {
      throw new Error(`It takes ${expected === 0 ? 'no argument' : command.arguments?.join(' ')}.`)
    }
    return { positionals, flags: values as CommandInput['flags'] }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigError(`poolhouse ${command.name}: ${reason}\n\n${commandHelp(command)}`)
  }
}

/** How a command is used. */
export function commandHelp(command: Command): string {
  const names = Object.entries(command.options).map(
    ([name, { value, help }]) => [`  --${name}${value ? ` ${value}` : ''}`, help] as const,
  )
  const width = Math.max(...names.map(([name]) => name.length)) + 2
  return [
    `${command.summary}.`,
    '',
    `usage: ${['poolhouse', command.name, ...(command.arguments ?? []), '[options]'].join(' ')}`,
    '',
    ...names.map(([name, help]) => `${name.padEnd(width)}${help}`),
  ].join('\n')
}
