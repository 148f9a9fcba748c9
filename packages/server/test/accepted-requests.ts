import { describeOperation, type OperationName, type Shape, type StructureShape } from '@poolhouse/contract'

type Rule = true | readonly unknown[] | Tree
interface Tree {
  readonly [member: string]: Rule
}

/**
 * Returns one request for each leaf of an acts-on tree, and for each of its values if there are few. Each request is as small as
 * possible.
 * @param of.samples values for leaves that need a certain format, by path (`LambdaConfig.PostConfirmation`). `X.*` holds the
 *   members that a request needs together with member X
 * @param of.always members that every request needs
 */
export function requestsOf(
  name: OperationName,
  { actsOn, samples, always }: { actsOn: object; samples: Readonly<Record<string, unknown>>; always: object },
): [path: string, request: object][] {
  const leaves = leavesOf(describeOperation(name).input, { rule: actsOn as Tree, path: '', samples })
  return leaves.map(({ path, value }) => [path, { ...always, ...value }])
}

interface Leaf {
  readonly path: string
  /** The structure with only this leaf and the members that the contract requires. */
  readonly value: Record<string, unknown>
}

interface At {
  readonly rule: Tree
  readonly path: string
  readonly samples: Readonly<Record<string, unknown>>
}

function leavesOf(shape: StructureShape, { rule, path, samples }: At): Leaf[] {
  return [...shape.members.values()].flatMap(({ name, shape: inner }) => {
    const innerRule = rule[name]
    if (innerRule === undefined) return []
    const innerPath = path === '' ? name : `${path}.${name}`
    const others = path === '' ? {} : otherRequired(shape, { but: name, path, samples })
    return valuesOf(inner, { rule: innerRule, path: innerPath, samples }).map((leaf) => ({
      path: leaf.path,
      value: { ...others, ...(samples[`${innerPath}.*`] as object | undefined), [name]: leaf.value },
    }))
  })
}

function valuesOf(
  shape: Shape,
  { rule, path, samples }: Omit<At, 'rule'> & { rule: Rule },
): { path: string; value: unknown }[] {
  if (typeof rule === 'object' && !Array.isArray(rule)) {
    if (shape.kind === 'structure') return leavesOf(shape, { rule: rule as Tree, path, samples })
    if (shape.kind !== 'list') throw new TypeError(`${path}: a ${shape.kind} can not have an acts-on tree`)
    return valuesOf(shape.element, { rule, path, samples }).map((leaf) => ({ ...leaf, value: [leaf.value] }))
  }
  const every = Array.isArray(rule) ? rule : samples[path] === undefined ? fewValuesOf(shape) : undefined
  if (every?.length === 0) return [{ path: `${path}=[]`, value: [] }]
  if (!every) return [{ path, value: samples[path] ?? sampleOf(shape, path) }]
  return every.map((value) => ({ path: `${path}=${value}`, value: shape.kind === 'list' ? [value] : value }))
}

/** Returns all values of a member that has few. A single one could be the default, and the test would not notice if it is lost. */
function fewValuesOf(shape: Shape): readonly unknown[] | undefined {
  if (shape.kind === 'boolean') return [true, false]
  return shape.kind === 'string' ? shape.values : undefined
}

function otherRequired(
  shape: StructureShape,
  { but, path, samples }: { but: string; path: string; samples: At['samples'] },
): Record<string, unknown> {
  const needed = [...shape.members.values()].filter(
    ({ name, required }) => name !== but && (required || samples[`${path}.${name}`] !== undefined),
  )
  return Object.fromEntries(
    needed.map((member) => [member.name, samples[`${path}.${member.name}`] ?? sampleOf(member.shape, path)]),
  )
}

function sampleOf(shape: Shape, path: string): unknown {
  switch (shape.kind) {
    case 'boolean':
      return true
    case 'integer':
      return Math.max(shape.min ?? 1, 6)
    case 'string':
      return shape.values?.[0] ?? 'sample'
    case 'map':
      return { key: sampleOf(shape.value, path) }
    case 'list':
      return [sampleOf(shape.element, path)]
    default:
      throw new TypeError(`${path}: add a sample for this ${shape.kind}`)
  }
}
