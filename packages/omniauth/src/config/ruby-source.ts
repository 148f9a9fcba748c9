import type * as Ruby from '@ruby/prism'
import { ConfigurationError } from '#core/configuration-error'
import { utf8Bytes } from '#core/encoding'
import { refuseTooLarge } from './source-limits.ts'

export type RubyParser = typeof Ruby
export type RubyNode = ReturnType<InstanceType<typeof Ruby.ProgramNode>['compactChildNodes']>[number]

/** A Ruby text that was parsed without errors. */
export interface RubySource {
  readonly file: string
  /** The parser's node classes. */
  readonly ruby: RubyParser
  readonly statements: readonly RubyNode[]
  /** The line of a node, counted from 1. The parser itself only counts bytes. */
  lineOf(node: { readonly location: { readonly startOffset: number } }): number
  /** The source text of a node. */
  textOf(node: { readonly location: { readonly startOffset: number; readonly length: number } }): string
}

/**
 * Parses Ruby and evaluates nothing. Each text gets a new instance of the parser (WebAssembly): an instance that has
 * crashed on one text also crashes on all later texts.
 */
export async function parseRuby(text: string, file: string): Promise<RubySource> {
  const source = text.replace(/^\uFEFF/, '')
  refuseTooLarge(source, file)
  const ruby = await loadRuby()
  const parse = await ruby.loadPrism()
  const bytes = utf8Bytes(source)
  const lineAt = (offset: number) =>
    bytes.subarray(0, offset).reduce((line, byte) => (byte === 10 ? line + 1 : line), 1)
  const result = parsed(() => parse(source, { filepath: file }), file)
  if (result.errors.length > 0) {
    // The parser recovers from errors and returns a tree. Its guesses must not become configuration.
    throw new ConfigurationError(
      result.errors
        .slice(0, 3)
        .map((error) => ({ message: error.message, file, line: lineAt(error.location.startOffset) })),
    )
  }
  return {
    file,
    ruby,
    statements: result.value.statements.body,
    lineOf: (node) => lineAt(node.location.startOffset),
    textOf: ({ location }) =>
      new TextDecoder().decode(bytes.subarray(location.startOffset, location.startOffset + location.length)),
  }
}

function parsed<Result>(parse: () => Result, file: string): Result {
  try {
    return parse()
  } catch (thrown) {
    throw new ConfigurationError(
      [{ message: 'can not be parsed, because it is nested too deeply: use fewer levels', file }],
      { cause: thrown },
    )
  }
}

/** The parser uses WASI, and Node warns that WASI is experimental. This hides that warning and no other. */
async function loadRuby(): Promise<RubyParser> {
  const emitWarning = process.emitWarning
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).includes('WASI is an experimental feature'))
      Reflect.apply(emitWarning, process, [warning, ...rest])
  }
  try {
    return await import('@ruby/prism')
  } catch (thrown) {
    throw new ConfigurationError([{ message: 'Reading gitlab.rb needs the Ruby parser: npm i @ruby/prism' }], {
      cause: thrown,
    })
  } finally {
    process.emitWarning = emitWarning
  }
}
