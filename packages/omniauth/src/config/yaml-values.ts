import type { Alias, YAMLMap } from 'yaml'
import { ConfigurationError, type ConfigurationProblem } from '#core/configuration-error'
import { maxNesting } from './source-limits.ts'
import { type SourceLines, sourceLines } from './source-lines.ts'
import { plainScalar } from './yaml-scalars.ts'
import type { YamlNode, YamlSource } from './yaml-source.ts'

export interface YamlEntry {
  readonly key: string
  readonly line: number
  readonly value: YamlNode | null
}

/**
 * Reads the values of a parsed YAML text and remembers their lines. Follows aliases and merges (`<<: *base`), up to a
 * limit.
 */
export interface YamlValues {
  /** The entries of a mapping, with the entries that it merges. Empty for other nodes. */
  entries(node: YamlNode | null): YamlEntry[]
  /** The value. undefined when there was a problem. Hashes have no prototype. */
  read(node: YamlNode | null): unknown
  readonly problems: readonly ConfigurationProblem[]
  readonly place: SourceLines['place']
}

/** Far more than any real configuration has. Only aliases that multiply reach this limit. */
const maxNodes = 10_000

export function yamlValues(source: YamlSource): YamlValues {
  const { yaml, file } = source
  const problems: ConfigurationProblem[] = []
  const lines = sourceLines(file)
  let nodesLeft = maxNodes
  const refuse = (node: YamlNode, message: string): undefined => {
    problems.push({ message, file, line: source.lineOf(node) })
  }

  /** Follows the aliases of a node. Counts the nodes, because aliases can make a small text endless. */
  function followed(node: YamlNode | null): YamlNode | null {
    let found = node
    for (let steps = 0; found !== null && yaml.isAlias(found) && steps < maxNesting; steps++) found = targetOf(found)
    nodesLeft--
    if (nodesLeft < 0) {
      const place = { file, ...(node && { line: source.lineOf(node) }) }
      throw new ConfigurationError([{ message: 'has too many aliases (*name): use fewer', ...place }])
    }
    return found
  }

  function targetOf(alias: Alias): YamlNode | null {
    return (
      source.target(alias) ??
      refuse(alias, 'is an alias of an unknown name: expected a name that is defined before with &name') ??
      null
    )
  }

  function entries(node: YamlNode | null, depth = 0): YamlEntry[] {
    const map = followed(node)
    if (!yaml.isMap(map) || depth > maxNesting) return []
    const own = new Map<string, YamlEntry>()
    const merged: YamlEntry[] = []
    for (const { key, value } of map.items as YAMLMap<YamlNode, YamlNode | null>['items']) {
      if (!yaml.isScalar(key)) {
        refuse(key, 'is not a plain key: expected a text')
      } else if (key.value === '<<' && key.type === 'PLAIN') {
        merged.push(...mergedEntries(value, depth + 1))
      } else {
        const name = key.type === 'PLAIN' ? String(key.value).replace(/^:(?=[A-Za-z_]\w*$)/, '') : String(key.value)
        if (own.has(name)) refuse(key, `gives ${name} twice: expected each key once`)
        own.set(name, { key: name, line: source.lineOf(key), value: value ?? null })
      }
    }
    // The mapping's own entries win over merged entries. Of the merged entries the first wins.
    for (const entry of merged) if (!own.has(entry.key)) own.set(entry.key, entry)
    return [...own.values()]
  }

  function mergedEntries(node: YamlNode | null, depth: number): YamlEntry[] {
    const target = followed(node)
    if (yaml.isSeq(target)) return target.items.flatMap((item) => (yaml.isNode(item) ? entries(item, depth) : []))
    return entries(target, depth)
  }

  function read(node: YamlNode | null, depth = 0): unknown {
    const found = followed(node)
    if (found === null) return null
    if (depth > maxNesting) return refuse(found, `is nested too deeply: expected at most ${maxNesting} levels`)
    if (found.tag !== undefined && found.tag !== 'tag:yaml.org,2002:str')
      return refuse(found, 'has a tag (!), which is not evaluated: expected the value itself')
    if (yaml.isMap(found)) return readHash(found, depth)
    if (yaml.isSeq(found)) return readList(found.items, found, depth)
    return yaml.isScalar(found)
      ? readScalar(found)
      : refuse(found, 'has an unknown type: expected a text, number, list or hash')
  }

  function readScalar(node: YamlNode & { value: unknown; type?: unknown }): unknown {
    const text = String(node.value ?? '')
    if (node.type !== 'PLAIN' || node.tag !== undefined) return text
    const meaning = plainScalar(text)
    return 'refused' in meaning ? refuse(node, meaning.refused) : meaning.value
  }

  function readList(items: readonly unknown[], node: YamlNode, depth: number): unknown[] {
    const nodes = items.map((item) => (yaml.isNode(item) ? item : null))
    const list = nodes.map((item) => read(item, depth + 1))
    const own = source.lineOf(node)
    lines.note(list, own, new Map(nodes.map((item, index) => [index, item ? source.lineOf(item) : own])))
    return list
  }

  function readHash(node: YamlNode, depth: number): object {
    const hash: Record<string, unknown> = Object.create(null)
    const known = entries(node)
    for (const { key, value } of known) hash[key] = read(value, depth + 1)
    lines.note(hash, source.lineOf(node), new Map(known.map(({ key, line }) => [key, line])))
    return hash
  }

  return { entries: (node) => entries(node), read: (node) => read(node), problems, place: lines.place }
}
