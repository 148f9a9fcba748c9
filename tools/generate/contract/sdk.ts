import { readFile } from 'node:fs/promises'
import * as client from '@aws-sdk/client-cognito-identity-provider'

/** The API as the installed SDK describes it: in its schemas (Smithy in arrays), and in its declarations for the names of enums. */
export interface Sdk {
  operations: readonly {
    name: string
    input: string
    output: string | undefined
    errors: readonly string[]
    signed: boolean
  }[]
  structures: readonly { name: string; members: readonly RawMember[] }[]
  enums: Readonly<Record<string, readonly string[]>>
  exceptions: readonly { name: string; fault: 'client' | 'server'; members: readonly string[] }[]
}

export interface RawMember {
  name: string
  required: boolean
  sensitive: boolean
  isTimestamp: boolean
  /** The name of the member's simple type, list or map, if its schema has one. */
  schemaName: string | undefined
  /** The type that the SDK declares, with times as numbers. */
  typescript: string
}

const STRUCTURE = 3
const EXCEPTION = -3
const OPERATION = 9
const TIMESTAMP = 4
const SENSITIVE_TRAIT = 8

type Schema = readonly unknown[]

export async function readSdk(): Promise<Sdk> {
  const schemas = Object.entries(client)
    .filter(([name, value]) => name.endsWith('$') && Array.isArray(value))
    .map(([, value]) => value as Schema)
    .sort((a, b) => (String(a[2]) < String(b[2]) ? -1 : 1))
  const ofKind = (kind: number) =>
    schemas.filter((schema) => schema[0] === kind && !/ServiceException$/.test(String(schema[2])))
  const declarations = await readDeclarations()
  return {
    operations: await Promise.all(ofKind(OPERATION).map(readOperation)),
    structures: ofKind(STRUCTURE).map((schema) => readStructure(schema, declarations)),
    enums: readEnums(declarations),
    exceptions: ofKind(EXCEPTION).map((schema) => ({
      name: String(schema[2]),
      fault: (schema[3] as { error: 'client' | 'server' }).error,
      members: schema[4] as string[],
    })),
  }
}

const packageFile = (path: string): URL =>
  new URL(path, import.meta.resolve('@aws-sdk/client-cognito-identity-provider/package.json'))

const readPackageFile = (path: string): Promise<string> => readFile(packageFile(path), 'utf8')

async function readDeclarations(): Promise<string> {
  const files = ['enums', 'models_0', 'models_1'].map((name) => readPackageFile(`dist-types/models/${name}.d.ts`))
  return (await Promise.all(files)).join('\n').replace(/\/\*\*[\s\S]*?\*\//g, '')
}

async function readOperation(schema: Schema) {
  const name = String(schema[2])
  const [command, schemes] = await Promise.all([
    readPackageFile(`dist-types/commands/${name}Command.d.ts`),
    readPackageFile('dist-es/auth/httpAuthSchemeProvider.js'),
  ])
  const output = (schema[5] as () => Schema | 'unit')()
  return {
    name,
    input: String((schema[4] as () => Schema)()[2]),
    output: output === 'unit' ? undefined : String(output[2]),
    errors: [...command.matchAll(/@throws \{@link (\w+)\} \(/g)].map((match) => String(match[1])).sort(),
    signed: !schemes.includes(`case "${name}":`),
  }
}

function readStructure(schema: Schema, declarations: string): Sdk['structures'][number] {
  const name = String(schema[2])
  const body = new RegExp(`^export interface ${name} \\{([\\s\\S]*?)^\\}`, 'm').exec(declarations)?.[1]
  if (body === undefined) throw new Error(`The declarations of the SDK do not contain ${name}.`)
  const requiredCount = Number(schema[6] ?? 0)
  const members = (schema[4] as string[]).map((member, index) => {
    const declared = new RegExp(`^ {4}${member}\\??: (.*?)( \\| undefined)?;$`, 'm').exec(body)?.[1]
    if (declared === undefined) throw new Error(`The declarations of the SDK do not contain ${name}.${member}.`)
    return {
      name: member,
      required: index < requiredCount,
      isTimestamp: resolved((schema[5] as unknown[])[index]) === TIMESTAMP,
      ...readTraits((schema[5] as unknown[])[index]),
      typescript: declared.replace('__DocumentType', 'unknown').replace('Date', 'number'),
    }
  })
  return { name, members }
}

/** Returns the schema of a member. It is a number, a function that returns a schema, or one of these with traits. */
function resolved(reference: unknown): unknown {
  const inner = Array.isArray(reference) && reference.length === 2 ? reference[0] : reference
  return typeof inner === 'function' ? inner() : inner
}

function readTraits(reference: unknown): { schemaName: string | undefined; sensitive: boolean } {
  const schema = resolved(reference)
  const memberTraits = Array.isArray(reference) && reference.length === 2 ? reference[1] : 0
  const isNamed = Array.isArray(schema) && schema[0] !== STRUCTURE
  return {
    schemaName: isNamed ? String(schema[2]) : undefined,
    sensitive: hasSensitive(memberTraits) || (isNamed && hasSensitive(schema[3])),
  }
}

const hasSensitive = (traits: unknown): boolean =>
  typeof traits === 'number'
    ? (traits & SENSITIVE_TRAIT) !== 0
    : Boolean((traits as { sensitive?: unknown } | null)?.sensitive)

function readEnums(declarations: string): Record<string, readonly string[]> {
  const enums: Record<string, readonly string[]> = {}
  for (const [, name = '', body = ''] of declarations.matchAll(/^export declare const (\w+): \{([\s\S]*?)^\};/gm)) {
    enums[name] = [...body.matchAll(/readonly \w+: "(.*?)";/g)].map((match) => String(match[1]))
  }
  return Object.fromEntries(Object.entries(enums).sort(([a], [b]) => (a < b ? -1 : 1)))
}
