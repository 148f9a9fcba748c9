import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { serve } from '../../packages/server/src/app/cli/serve.ts'
import { configSchema } from '../../packages/server/src/app/config/config.ts'
import { variables } from '../../packages/server/src/app/config/load-config.ts'
import { configurationPage, type Setting } from './configuration-page.ts'
import { docComments } from './doc-comments.ts'
import type { GeneratedFile } from './output.ts'

const source = new URL('../../packages/server/src/app/config/config.ts', import.meta.url)

/** The flag of `poolhouse serve` for each setting that has one. */
const flags: Readonly<Record<string, string>> = {
  host: '--host',
  port: '--port',
  publicUrl: '--public-url',
  data: '--data',
  database: '--database',
  mode: '--development',
  'masterKey.file': '--master-key-file',
  'masterKey.allowBesideData': '--allow-master-key-beside-data',
}

/** The parts of a JSON schema that the page shows. */
interface Schema {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly required?: readonly string[]
}

/** Makes `docs/reference/configuration.md` from the schema of poolhouse.yaml and its comments. */
export async function generateConfiguration(): Promise<readonly GeneratedFile[]> {
  const comments = docComments(await readFile(source, 'utf8'))
  const settings = [...settingsOf(schemaOf('input'), schemaOf('output'), { path: [], comments, owner: 'configSchema' })]
  mustNameEveryFlag(settings)
  return [{ path: 'docs/reference/configuration.md', content: configurationPage(settings) }]
}

/** The input schema has the defaults. The output schema has the types of converted values. */
const schemaOf = (io: 'input' | 'output'): Schema =>
  z.toJSONSchema(configSchema, { io, unrepresentable: 'any' }) as Schema

function* settingsOf(
  given: Schema,
  used: Schema,
  { path, comments, owner }: { path: readonly string[]; comments: ReadonlyMap<string, string>; owner: string },
): Generator<Setting> {
  for (const [name, schema] of Object.entries(given.properties ?? {})) {
    const here = [...path, name]
    const converted = used.properties?.[name] ?? {}
    const inner = mapOfStructures(schema)
    const meaning = comments.get(`${owner}.${name}`)
    if (schema.properties) {
      yield* settingsOf(schema, converted, { path: here, comments, owner: `${owner}.${name}` })
      continue
    }
    yield settingAt(here, { schema, converted, meaning, required: given.required?.includes(name) ?? false })
    // The settings of a trigger's function are a separate constant.
    if (inner) yield* settingsOf(inner, inner, { path: [...here, '<arn>'], comments, owner: 'triggerFunction' })
  }
}

const mapOfStructures = ({ additionalProperties }: Schema): Schema | undefined =>
  typeof additionalProperties === 'object' && additionalProperties.properties ? additionalProperties : undefined

function settingAt(
  path: readonly string[],
  of: { schema: Schema; converted: Schema; meaning: string | undefined; required: boolean },
): Setting {
  const name = path.join('.')
  if (!of.meaning) throw new Error(`${name} has no comment in config.ts. Add one that describes the setting.`)
  const variable = Object.entries(variables).find(([, at]) => at.join('.') === name)?.[0]
  return {
    name,
    values: valuesOf(of.schema.type || of.schema.enum ? of.schema : of.converted),
    default: of.schema.default,
    required: of.required,
    variable,
    flag: flags[name],
    meaning: of.meaning,
  }
}

function valuesOf(schema: Schema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ')
  if (schema.type === 'array') return `list of ${schema.items?.type ?? 'value'}s`
  if (schema.type === 'object') return 'mapping'
  return schema.type === 'integer' ? 'number' : (schema.type ?? 'string')
}

function mustNameEveryFlag(settings: readonly Setting[]): void {
  const named = new Set(settings.map(({ flag }) => flag))
  const missing = Object.keys(serve.options).filter((flag) => flag !== 'config' && !named.has(`--${flag}`))
  const stale = Object.values(flags).filter((flag) => !(flag.slice(2) in serve.options))
  if (missing.length + stale.length > 0) {
    throw new Error(
      `These flags are either not in "poolhouse serve" or not in tools/generate/configuration.ts: ${[...missing, ...stale].join(', ')}`,
    )
  }
}
