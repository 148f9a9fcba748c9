import * as sdk from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, it } from 'vitest'
import { describeOperation, faultOf, operationNames, type Shape } from '../src/index.ts'

/**
 * Compares the schemas of the installed SDK with the contract. It shares no code with the generator.
 * A schema is `[kind, namespace, name, traits, ...]`, a number, or a function that returns one. `[schema, traits]` wraps one.
 */
type Schema = readonly unknown[]

const LIST = 1
const MAP = 2
const STRUCTURE = 3
const EXCEPTION = -3
const OPERATION = 9
const SIMPLE: Record<number, string> = {
  0: 'string',
  1: 'integer',
  2: 'boolean',
  4: 'timestamp',
  15: 'document',
  21: 'blob',
}

const schemas = Object.entries(sdk)
  .filter(([name, value]) => name.endsWith('$') && Array.isArray(value))
  .map(([, value]) => value as unknown as Schema)
const ofKind = (kind: number) => schemas.filter((schema) => schema[0] === kind)

/** Lists what is missing in the contract or differs from the SDK. */
function* differences(
  reference: unknown,
  shape: Shape | undefined,
  path: string,
  seen: ReadonlySet<string>,
): Generator<string> {
  const schema = resolve(reference)
  const kind = kindOf(schema)
  if (shape === undefined) yield `${path} is missing`
  else if (shape.kind !== kind) yield `${path} is a ${shape.kind} in the contract but a ${kind} in the SDK`
  else if (shape.kind === 'list') yield* differences(elementOf(schema), shape.element, `${path}[]`, seen)
  else if (shape.kind === 'map') yield* differences(elementOf(schema), shape.value, `${path}{}`, seen)
  else if (shape.kind === 'structure' && !seen.has(shape.name)) {
    const [, , name, , members, types, required = 0] = schema as Schema
    for (const [index, member] of (members as string[]).entries()) {
      const known = shape.members.get(member)
      if (known !== undefined && known.required !== index < Number(required))
        yield `${path}.${member} is required in only one of the two`
      if (known !== undefined && isSensitive((types as unknown[])[index]) && !isSensitiveShape(known.shape)) {
        yield `${path}.${member} is sensitive in the SDK`
      }
      yield* differences(
        (types as unknown[])[index],
        known?.shape,
        `${path}.${member}`,
        new Set([...seen, String(name)]),
      )
    }
  }
}

function resolve(reference: unknown): unknown {
  if (typeof reference === 'function') return resolve(reference())
  const isWrapped = Array.isArray(reference) && reference.length === 2 && typeof reference[0] !== 'number'
  return isWrapped ? resolve(reference[0]) : reference
}

function kindOf(schema: unknown): string | undefined {
  if (typeof schema === 'number') return schema >= 128 ? 'map' : schema >= 64 ? 'list' : SIMPLE[schema]
  if (!Array.isArray(schema)) return undefined
  if (schema[0] === 0) return kindOf(schema[4])
  return { [LIST]: 'list', [MAP]: 'map', [STRUCTURE]: 'structure' }[Number(schema[0])]
}

const elementOf = (schema: unknown): unknown =>
  typeof schema === 'number' ? schema % 64 : (schema as Schema)[(schema as Schema)[0] === MAP ? 5 : 4]

/** Checks only simple types, because the trait of a list means that an element is sensitive. */
function isSensitive(reference: unknown): boolean {
  const schema = resolve(reference)
  return Array.isArray(schema) && schema[0] === 0 && schema[3] === 8
}

const isSensitiveShape = (shape: Shape): boolean => shape.sensitive

describe('the contract', () => {
  it('has every operation of the installed SDK with every member of its input and output', () => {
    const operations = ofKind(OPERATION)
    expect(operations.length).toBeGreaterThanOrEqual(140)
    expect(operations.map((schema) => String(schema[2])).sort()).toEqual([...operationNames].sort())
    for (const name of operationNames) {
      const [, , , , input, output] = operations.find((schema) => schema[2] === name) ?? []
      const { input: inputShape, output: outputShape } = describeOperation(name)
      expect([...differences(input, inputShape, `${name}Request`, new Set())]).toEqual([])
      if (resolve(output) !== 'unit') {
        expect([...differences(output, outputShape, `${name}Response`, new Set())]).toEqual([])
      }
    }
  })

  it('is found incomplete if a member is missing', () => {
    const shape = describeOperation('SignUp').input
    const without = { ...shape, members: new Map([...shape.members].filter(([name]) => name !== 'Password')) }
    const [, , , , input] = ofKind(OPERATION).find((schema) => schema[2] === 'SignUp') ?? []
    expect([...differences(input, without, 'SignUp', new Set())]).toEqual(['SignUp.Password is missing'])
  })

  it('has every exception, and whether the client or the server causes it', () => {
    const exceptions = ofKind(EXCEPTION).filter((schema) => !String(schema[2]).endsWith('ServiceException'))
    expect(exceptions.length).toBeGreaterThanOrEqual(59)
    for (const [, , name, traits] of exceptions) {
      expect([name, faultOf(String(name))]).toEqual([name, (traits as { error: string }).error])
    }
  })

  it('has every value of every enum', () => {
    const values = (shape: Shape | undefined) => (shape?.kind === 'string' ? [...(shape.values ?? [])].sort() : [])
    const member = (name: 'InitiateAuth' | 'CreateUserPool', at: string) =>
      values(describeOperation(name).input.members.get(at)?.shape)
    expect(member('InitiateAuth', 'AuthFlow')).toEqual(Object.values(sdk.AuthFlowType).sort())
    expect(member('CreateUserPool', 'MfaConfiguration')).toEqual(Object.values(sdk.UserPoolMfaType).sort())
  })
})
