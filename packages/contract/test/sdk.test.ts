import * as sdk from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, it } from 'vitest'
import { describeOperation, faultOf, operationNames, type Shape } from '../src/index.ts'

/**
 * Walks the schemas of the installed SDK beside the contract, on its own legs: not one line is shared with the generator.
 * A schema is `[kind, namespace, name, traits, ...]`, a number, or a function that gives one; `[schema, traits]` wraps one.
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

/** What is in the SDK and not, or otherwise, in the contract. */
function* differences(
  reference: unknown,
  shape: Shape | undefined,
  path: string,
  seen: ReadonlySet<string>,
): Generator<string> {
  const schema = resolve(reference)
  const kind = kindOf(schema)
  if (shape === undefined) yield `${path} is missing`
  else if (shape.kind !== kind) yield `${path} is a ${shape.kind}, in the SDK a ${kind}`
  else if (shape.kind === 'list') yield* differences(elementOf(schema), shape.element, `${path}[]`, seen)
  else if (shape.kind === 'map') yield* differences(elementOf(schema), shape.value, `${path}{}`, seen)
  else if (shape.kind === 'structure' && !seen.has(shape.name)) {
    const [, , name, , members, types, required = 0] = schema as Schema
    for (const [index, member] of (members as string[]).entries()) {
      const known = shape.members.get(member)
      if (known !== undefined && known.required !== index < Number(required)) yield `${path}.${member}: required or not`
      if (known !== undefined && isSensitive((types as unknown[])[index]) && !hidesSomething(known.shape)) {
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

/** Only simple types: on a list, the trait says that something in it is sensitive. */
function isSensitive(reference: unknown): boolean {
  const schema = resolve(reference)
  return Array.isArray(schema) && schema[0] === 0 && schema[3] === 8
}

const hidesSomething = (shape: Shape): boolean => shape.sensitive

describe('the contract beside the installed SDK', () => {
  it('has every operation with every member of its input and output', () => {
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

  it('would notice what is missing', () => {
    const shape = describeOperation('SignUp').input
    const without = { ...shape, members: new Map([...shape.members].filter(([name]) => name !== 'Password')) }
    const [, , , , input] = ofKind(OPERATION).find((schema) => schema[2] === 'SignUp') ?? []
    expect([...differences(input, without, 'SignUp', new Set())]).toEqual(['SignUp.Password is missing'])
  })

  it('has every exception, with whose fault it is', () => {
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
