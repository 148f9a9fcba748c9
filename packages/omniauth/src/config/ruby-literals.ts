import type { ConfigurationProblem } from '#core/configuration-error'
import type { RubyNode, RubySource } from './ruby-source.ts'
import { type SourceLines, sourceLines } from './source-lines.ts'

/** Reads literal values and remembers the line of every hash, list and entry. Other Ruby code is a problem. */
export interface LiteralReader {
  /**
   * The value. undefined when there was a problem. Hashes have no prototype, symbols become texts, nil becomes null.
   */
  read(node: RubyNode): unknown
  readonly problems: readonly ConfigurationProblem[]
  readonly place: SourceLines['place']
}

const expected = 'expected a literal: a text, symbol, integer, true, false, nil, list or hash'

export function literalReader(source: RubySource): LiteralReader {
  const { ruby, file } = source
  const problems: ConfigurationProblem[] = []
  const lines = sourceLines(file)
  const refuse = (node: RubyNode, message: string): undefined => {
    problems.push({ message, file, line: source.lineOf(node) })
  }

  function read(node: RubyNode): unknown {
    if (node instanceof ruby.StringNode || node instanceof ruby.SymbolNode) return readText(node)
    if (node instanceof ruby.InterpolatedStringNode) return readParts(node)
    if (node instanceof ruby.IntegerNode) return readInteger(node)
    if (node instanceof ruby.TrueNode) return true
    if (node instanceof ruby.FalseNode) return false
    if (node instanceof ruby.NilNode) return null
    if (node instanceof ruby.ArrayNode) return readList(node)
    if (node instanceof ruby.HashNode) return readHash(node)
    return refuse(node, `is ${nameOf(node)}: ${expected}`)
  }

  function readText(
    node: InstanceType<typeof ruby.StringNode> | InstanceType<typeof ruby.SymbolNode>,
  ): string | undefined {
    const { value, encoding, validEncoding } = node.unescaped
    const isUtf8 = /^(utf-8|us-ascii)$/i.test(encoding) && validEncoding && !value.includes('\uFFFD')
    return isUtf8 ? value : refuse(node, 'is not valid UTF-8: expected a text in UTF-8')
  }

  /**
   * Adjacent texts and the lines of an indented heredoc are nodes with text parts. Real interpolation has other parts,
   * too.
   */
  function readParts(node: InstanceType<typeof ruby.InterpolatedStringNode>): string | undefined {
    const parts = node.parts.map((part) =>
      part instanceof ruby.StringNode || part instanceof ruby.InterpolatedStringNode
        ? read(part)
        : refuse(part, 'is a text with #{...}, which is not evaluated: expected a plain text'),
    )
    return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined
  }

  /** Reads the digits from the source, because the parser's value is wrong for some integers. */
  function readInteger(node: RubyNode): number | undefined {
    const digits = source.textOf(node).replaceAll('_', '').toLowerCase()
    const [, sign = '', body = ''] = /^([+-]?)(.*)$/.exec(digits) ?? []
    const value = Number(/^0\d/.test(body) ? `0o${body.slice(1)}` : body.replace(/^0d/, ''))
    return Number.isSafeInteger(value)
      ? sign === '-'
        ? -value
        : value
      : refuse(node, 'is an integer that is too large')
  }

  function readList(node: InstanceType<typeof ruby.ArrayNode>): unknown[] {
    const list = node.elements.map(read)
    lines.note(list, source.lineOf(node), new Map(node.elements.map((item, index) => [index, source.lineOf(item)])))
    return list
  }

  function readHash(node: InstanceType<typeof ruby.HashNode>): object {
    const hash: Record<string, unknown> = Object.create(null)
    const entries = new Map<string | number, number>()
    lines.note(hash, source.lineOf(node), entries)
    for (const element of node.elements) {
      if (!(element instanceof ruby.AssocNode)) {
        refuse(element, 'is **, which is not evaluated: expected key and value')
        continue
      }
      const key = readKey(element.key)
      if (key === undefined) continue
      if (entries.has(key)) refuse(element.key, `gives ${key} twice: expected each key once, as text or symbol`)
      entries.set(key, source.lineOf(element.key))
      hash[key] = read(element.value)
    }
    return hash
  }

  function readKey(node: RubyNode): string | undefined {
    if (node instanceof ruby.StringNode || node instanceof ruby.SymbolNode) return readText(node)
    return refuse(node, `is ${nameOf(node)}: expected a text or a symbol as the key`)
  }

  return { read, problems, place: lines.place }
}

/** The name of a node for an administrator. */
function nameOf(node: RubyNode): string {
  const known: Record<string, string> = {
    CallNode: 'a method call or ENV',
    LocalVariableReadNode: 'a variable',
    ConstantReadNode: 'a constant',
    InterpolatedStringNode: 'a text with #{...}',
    InterpolatedSymbolNode: 'a symbol with #{...}',
    XStringNode: 'a shell command',
    InterpolatedXStringNode: 'a shell command',
    FloatNode: 'a number with a fraction',
    SplatNode: 'a list with *',
    ImplicitNode: 'a key without a value',
  }
  const type = node.constructor.name
  return known[type] ?? `Ruby code (${type.replace(/Node$/, '')})`
}
