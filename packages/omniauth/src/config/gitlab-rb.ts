import { newFindings, problemFree } from '#core/options-reader'
import { type Configuration, configurationOf } from './configuration.ts'
import { literalReader } from './ruby-literals.ts'
import { parseRuby, type RubyNode, type RubySource } from './ruby-source.ts'
import type { SettingNames } from './settings.ts'

const names: SettingNames = { path: '', written: (name) => `omniauth_${name}` }

/**
 * Reads the OmniAuth settings of a `gitlab.rb`. It parses the text and never runs it: the file must assign a literal to
 * each `gitlab_rails['omniauth_...']` at its top level. It skips all other settings.
 *
 * Throws a `ConfigurationError` with file, line and the expected value.
 * @see https://docs.gitlab.com/ee/integration/omniauth.html
 */
export async function parseGitlabRb(text: string, { file }: { file: string }): Promise<Configuration> {
  const source = await parseRuby(text, file)
  const literals = literalReader(source)
  const findings = newFindings((container, key) => {
    const line = container === settings ? lines.get(String(key)) : undefined
    return line === undefined ? literals.place(container, key) : { file, line }
  })
  const settings: Record<string, unknown> = Object.create(null)
  const lines = new Map<string, number>()
  for (const { key, value, line, problem } of assignments(source)) {
    if (problem !== undefined) findings.problems.push({ message: problem, file, line })
    if (key === undefined || value === undefined) continue
    if (lines.has(key))
      findings.warnings.push({
        message: `${key} is also set on line ${lines.get(key)}. The last one counts: remove the other`,
        file,
        line,
      })
    settings[key] = literals.read(value)
    lines.set(key, line)
  }
  findings.problems.push(...literals.problems)
  problemFree(findings)
  return configurationOf(settings, names, findings)
}

interface Assignment {
  readonly line: number
  readonly key?: string
  readonly value?: RubyNode
  readonly problem?: string
}

function* assignments(source: RubySource): Generator<Assignment> {
  for (const statement of source.statements) {
    const line = source.lineOf(statement)
    const key = isPlainAssignment(source, statement) ? keyOf(source, statement) : undefined
    const value = key === undefined ? undefined : argumentsOf(source, statement)[1]
    if (key?.startsWith('omniauth_') && value !== undefined) yield { key, value, line }
    else yield* otherUses(source, statement)
  }
}

/** Whether a node is the statement `gitlab_rails[...] = value`. */
function isPlainAssignment({ ruby, ...source }: RubySource, node: RubyNode): boolean {
  return (
    node instanceof ruby.CallNode &&
    node.name === '[]=' &&
    node.block === null &&
    isGitlabRails({ ruby, ...source }, node.receiver) &&
    node.arguments_?.arguments_.length === 2
  )
}

/**
 * Searches a statement for parts that could change the OmniAuth settings. The reader does not evaluate conditions,
 * loops or operators. Such a change would be lost, so it is refused.
 */
function* otherUses(source: RubySource, statement: RubyNode): Generator<Assignment> {
  const waiting: RubyNode[] = [statement]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const line = source.lineOf(node)
    if (isGitlabRails(source, node) || assignsGitlabRails(source, node)) {
      yield {
        line,
        problem: "gitlab_rails is used in a way that can not be read: expected gitlab_rails['key'] = value",
      }
      continue
    }
    const receiver = indexedOn(source, node)
    if (receiver !== undefined) {
      const key = keyOf(source, node)
      if (key === undefined)
        yield { line, problem: 'gitlab_rails has a key that is not a plain text: expected a literal key' }
      else if (key.startsWith('omniauth_')) {
        yield {
          line,
          problem: `${key} is not set by a plain assignment at the top of the file: expected gitlab_rails['${key}'] = value`,
        }
      }
    }
    waiting.push(...childrenOf(node).filter((child) => child !== receiver))
  }
}

/** The receiver of `gitlab_rails[...]` in all its forms (read, write, `||=`, target of a multiple assignment). */
function indexedOn(source: RubySource, node: RubyNode): RubyNode | undefined {
  const { ruby } = source
  const isIndex =
    (node instanceof ruby.CallNode && (node.name === '[]' || node.name === '[]=')) ||
    node instanceof ruby.IndexOrWriteNode ||
    node instanceof ruby.IndexAndWriteNode ||
    node instanceof ruby.IndexOperatorWriteNode ||
    node instanceof ruby.IndexTargetNode
  return isIndex && node.receiver !== null && isGitlabRails(source, node.receiver) ? node.receiver : undefined
}

function isGitlabRails({ ruby }: RubySource, node: RubyNode | null): boolean {
  return (node instanceof ruby.CallNode || node instanceof ruby.LocalVariableReadNode) && node.name === 'gitlab_rails'
}

function assignsGitlabRails({ ruby }: RubySource, node: RubyNode): boolean {
  return (
    (node instanceof ruby.LocalVariableWriteNode || node instanceof ruby.LocalVariableTargetNode) &&
    node.name === 'gitlab_rails'
  )
}

function keyOf(source: RubySource, node: RubyNode): string | undefined {
  const { ruby } = source
  const key = argumentsOf(source, node)[0]
  return key instanceof ruby.StringNode || key instanceof ruby.SymbolNode ? key.unescaped.value : undefined
}

function argumentsOf({ ruby }: RubySource, node: RubyNode): readonly RubyNode[] {
  const list = childrenOf(node).find((child) => child instanceof ruby.ArgumentsNode)
  return list instanceof ruby.ArgumentsNode ? list.arguments_ : []
}

/** The parser's `compactChildNodes` (1.9.0) omits the parts of multiple assignments and of other nodes. */
function childrenOf(node: RubyNode): RubyNode[] {
  return node.childNodes().filter((child) => child !== null)
}
