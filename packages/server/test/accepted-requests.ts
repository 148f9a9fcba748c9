import { describeOperation, type OperationName, type Shape, type StructureShape } from '@poolhouse/contract'

type Rule = true | readonly unknown[] | Tree
interface Tree {
  readonly [member: string]: Rule
}

/**
 * One request for each leaf of an acts-on tree and each of its values, where they are few: the smallest that says it.
 * @param of.samples values for leaves that must have a form, by path (`LambdaConfig.PostConfirmation`); at `X.*` the members that
 *   stand beside a member X
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
  /** The structure that holds just this leaf, with what the contract requires beside it. */
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
    const beside = path === '' ? {} : requiredBeside(shape, { but: name, path, samples })
    return valuesOf(inner, { rule: innerRule, path: innerPath, samples }).map((leaf) => ({
      path: leaf.path,
      value: { ...beside, ...(samples[`${innerPath}.*`] as object | undefined), [name]: leaf.value },
    }))
  })
}

function valuesOf(
  shape: Shape,
  { rule, path, samples }: Omit<At, 'rule'> & { rule: Rule },
): { path: string; value: unknown }[] {
  if (typeof rule === 'object' && !Array.isArray(rule)) {
    if (shape.kind === 'structure') return leavesOf(shape, { rule: rule as Tree, path, samples })
    if (shape.kind !== 'list') throw new TypeError(`${path}: an acts-on tree for a ${shape.kind}`)
    return valuesOf(shape.element, { rule, path, samples }).map((leaf) => ({ ...leaf, value: [leaf.value] }))
  }
  const every = Array.isArray(rule) ? rule : samples[path] === undefined ? fewValuesOf(shape) : undefined
  if (every?.length === 0) return [{ path: `${path}=[]`, value: [] }]
  if (!every) return [{ path, value: samples[path] ?? sampleOf(shape, path) }]
  return every.map((value) => ({ path: `${path}=${value}`, value: shape.kind === 'list' ? [value] : value }))
}

/** Where a member has few values each of them is sent: one alone could be the default, and to drop it would go unnoticed. */
function fewValuesOf(shape: Shape): readonly unknown[] | undefined {
  if (shape.kind === 'boolean') return [true, false]
  return shape.kind === 'string' ? shape.values : undefined
}

function requiredBeside(
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
      throw new TypeError(`${path}: give a sample for a ${shape.kind}`)
  }
}
