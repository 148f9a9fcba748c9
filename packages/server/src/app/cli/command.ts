import { parseArgs } from 'node:util'
import { didYouMean } from '#foundation/nearest'
import { ConfigError } from '../config/config.ts'

type Option = { readonly type: 'string' | 'boolean'; readonly help: string; readonly value?: string }

/** One command of the CLI. */
export interface Command {
  /** The words of the command, such as `keys create`. */
  readonly name: string
  readonly summary: string
  /** The names of the arguments, such as `<access-key-id>`. */
  readonly arguments?: readonly string[]
  readonly options: Readonly<Record<string, Option>>
  run(input: CommandInput): Promise<void>
}

/** The input of a command. */
export interface CommandInput {
  readonly positionals: readonly string[]
  readonly flags: Readonly<Record<string, string | boolean | undefined>>
  readonly environment: Readonly<Record<string, string | undefined>>
  print(line: string): void
}

/** Options of every command, because every command needs the configuration. */
export const configOptions = {
  config: { type: 'string', value: 'FILE', help: 'the configuration file (default ./poolhouse.yaml, if it exists)' },
  data: { type: 'string', value: 'FOLDER', help: 'the data folder (default ./data)' },
  database: { type: 'string', value: 'URL', help: 'postgres://... or an SQLite file (default: in the data folder)' },
  'master-key-file': {
    type: 'string',
    value: 'FILE',
    help: 'the key that seals secrets (default: in the data folder)',
  },
} as const satisfies Readonly<Record<string, Option>>

/** Parses the options and arguments of a command. @throws ConfigError that names the wrong option. */
export function parseCommandLine(
  command: Command,
  words: readonly string[],
): Omit<CommandInput, 'environment' | 'print'> {
  const options = Object.fromEntries(Object.entries(command.options).map(([name, { type }]) => [name, { type }]))
  try {
    mustKnowOptions(Object.keys(command.options), words)
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
    const expected = command.arguments?.length ?? 0
    if (positionals.length !== expected) {
      throw new Error(expected === 0 ? 'Give no arguments.' : `Give ${command.arguments?.join(' ')}.`)
    }
    return { positionals, flags: values as CommandInput['flags'] }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigError(`poolhouse ${command.name}: ${reason}\n\n${commandHelp(command)}`)
  }
}

/** Checks the names of options before `parseArgs` does, for a message with a suggestion. */
export function mustKnowOptions(known: readonly string[], words: readonly string[]): void {
  for (const word of words) {
    const [, name = ''] = /^--([^=]+)/.exec(word) ?? []
    if (name !== '' && !known.includes(name)) {
      throw new Error(`Unknown option --${name}.${didYouMean(name, known, '--')}`)
    }
  }
}

/** The help text of a command. */
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
