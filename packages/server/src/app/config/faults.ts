import { z } from 'zod'
import { didYouMean } from '#foundation/nearest'

/**
 * What is wrong with settings, one sentence for each fault: `port must be a number (got "abc")`. Values are shown only where the
 * schema expects a number, a boolean or one of a few words, so that no password gets into a message.
 */
export function faultsOf(schema: z.ZodType, settings: unknown, issues: readonly z.core.$ZodIssue[]): string[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') {
      const name = issue.path.join('.') || 'The configuration'
      return [`${name} ${faultOf(issue, valueAt(settings, issue.path))}`]
    }
    const prefix = issue.path.map((key) => `${String(key)}.`).join('')
    const known = knownKeys(schema, issue.path)
    return issue.keys.map((key) => `Unknown setting ${prefix}${key}.${didYouMean(key, known, prefix)}`)
  })
}

function faultOf(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return 'is required'
      if (issue.expected === 'number') return `must be a number (got ${shown(value)})`
      if (issue.expected === 'int') return `must be a whole number (got ${shown(value)})`
      if (issue.expected === 'boolean') return `must be true or false (got ${shown(value)})`
      return `must be ${typeNames[issue.expected] ?? issue.expected} (got ${typeName(value)})`
    case 'too_small':
      return `must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum} (got ${shown(value)})`
    case 'too_big':
      return `must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum} (got ${shown(value)})`
    case 'invalid_value':
      return `must be ${issue.values.join(' or ')} (got ${shown(value)})`
    case 'invalid_key':
      return issue.issues.map(({ message }) => message).join(', ')
    default:
      // The schema has its own message for all other rules.
      return issue.message
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a string',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
}

function typeName(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a mapping' : `a ${typeof value}`
}

const shown = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value.length > 64 ? `${value.slice(0, 64)}...` : value)
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : typeName(value)

function valueAt(settings: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (holder, key) =>
      typeof holder === 'object' && holder !== null
        ? (holder as Readonly<Record<PropertyKey, unknown>>)[key]
        : undefined,
    settings,
  )
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: JsonSchema | boolean
}

/** The keys that the schema has below a path. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let below: JsonSchema | undefined = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  for (const key of path) {
    const others: JsonSchema | boolean | undefined = below?.additionalProperties
    below = below?.properties?.[String(key)] ?? (typeof others === 'object' ? others : undefined)
  }
  return Object.keys(below?.properties ?? {})
}
