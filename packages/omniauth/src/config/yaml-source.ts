import type * as Yaml from 'yaml'
import { ConfigurationError } from '#core/configuration-error'
import { nestedTooDeeply, refuseTooLarge } from './source-limits.ts'

export type YamlParser = typeof Yaml
export type YamlNode = Yaml.Node

/**
 * A YAML text that was parsed without errors. Its scalars are still source texts: `plainScalar` decides their meaning.
 */
export interface YamlSource {
  readonly file: string
  /** The parser's node classes. */
  readonly yaml: YamlParser
  readonly root: YamlNode | null
  lineOf(node: YamlNode): number
  /** The node that an alias refers to. */
  target(alias: Yaml.Alias): YamlNode | undefined
}

/** Parses YAML and evaluates nothing: no tags, and no ERB, which GitLab would run first. */
export async function parseYaml(text: string, file: string): Promise<YamlSource> {
  const source = text.replace(/^\uFEFF/, '')
  refuseTooLarge(source, file)
  refuseErb(source, file)
  const yaml = await loadYaml()
  const counter = new yaml.LineCounter()
  const lineAt = (offset: number) => counter.linePos(offset).line
  const document = yaml.parseDocument(source, {
    lineCounter: counter,
    prettyErrors: false,
    // GitLab's parser takes the last of two equal keys. The reader of the OmniAuth settings refuses them.
    uniqueKeys: false,
    schema: 'failsafe',
    logLevel: 'error',
  })
  const [deep] = document.errors.filter(({ code }) => code === 'RESOURCE_EXHAUSTION')
  if (deep !== undefined) throw nestedTooDeeply({ file, line: lineAt(deep.pos[0]) })
  if (document.errors.length > 0) {
    throw new ConfigurationError(
      document.errors
        .slice(0, 3)
        .map((error) => ({ message: withoutSource(error.message), file, line: lineAt(error.pos[0]) })),
    )
  }
  const root = document.contents
  if (root !== null && !yaml.isMap(root)) {
    throw new ConfigurationError([{ message: 'is not a hash: expected keys and values', file, line: 1 }])
  }
  return {
    file,
    yaml,
    root,
    lineOf: ({ range }) => lineAt(range?.[0] ?? 0),
    target: (alias) => alias.resolve(document),
  }
}

/** Removes source text from the parser's messages, because it may be a secret. */
function withoutSource(message: string): string {
  return message.replace(/["'`:].*$/s, '').trim()
}

function refuseErb(source: string, file: string): void {
  const problems = source
    .split('\n')
    .flatMap((text, index) =>
      text.includes('<%') && !/^\s*#/.test(text)
        ? [{ message: 'is ERB (<% %>), which is not evaluated: expected the value itself', file, line: index + 1 }]
        : [],
    )
  if (problems.length > 0) throw new ConfigurationError(problems)
}

async function loadYaml(): Promise<YamlParser> {
  try {
    return await import('yaml')
  } catch (thrown) {
    throw new ConfigurationError([{ message: 'Reading gitlab.yml needs the YAML parser: npm i yaml' }], {
      cause: thrown,
    })
  }
}
