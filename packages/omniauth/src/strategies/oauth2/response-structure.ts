import type { AuthInfo, JsonObject, JsonValue } from '#core/auth-hash'
import { blankUid } from '#core/failure'

/** A key of a hash, or an index of a list. Negative indexes count from the end. */
export type Step = string | number

/** A list is a path from the top of the document. A single step is relative to `rootPath`. */
export type StructurePath = Step | readonly Step[]

/** Where uid and info are in a provider's user info (`user_response_structure`). */
export interface ResponseStructure {
  readonly rootPath: readonly Step[]
  /** Undefined: `id`, or else `sub`. */
  readonly idPath: StructurePath | undefined
  readonly attributes: Readonly<Record<string, StructurePath>>
}

/** OmniAuth's ten info attributes. By default, each has the same name in user info. */
export const infoAttributes: readonly string[] = [
  'name',
  'email',
  'nickname',
  'first_name',
  'last_name',
  'location',
  'description',
  'image',
  'phone',
  'urls',
]

/** Follows a path. Undefined if a step does not exist. Texts and numbers have no members. */
export function valueAt(document: JsonValue, path: readonly Step[]): JsonValue | undefined {
  if (path.length === 0) return undefined
  let value: JsonValue | undefined = document
  for (const step of path) value = stepInto(value, step)
  return value
}

function stepInto(value: JsonValue | undefined, step: Step): JsonValue | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (isList(value)) return typeof step === 'number' ? value.at(step) : undefined
  return typeof step === 'string' && Object.hasOwn(value, step) ? value[step] : undefined
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function pathFrom(structure: ResponseStructure, path: StructurePath): readonly Step[] {
  return typeof path === 'object' ? path : [...structure.rootPath, path]
}

/**
 * The uid. Without an `id_path` it is `id`, or else `sub`. Ruby's strategy stops at `id`: if a provider has none, all
 * its people get the same empty uid. A blank uid is refused. So is a value that is not a text or an integer, because
 * many people could have the same one, such as `true`.
 */
export function uidOf(document: JsonObject, structure: ResponseStructure): string {
  const candidates: readonly StructurePath[] = structure.idPath === undefined ? ['id', 'sub'] : [structure.idPath]
  for (const candidate of candidates) {
    const uid = valueAt(document, pathFrom(structure, candidate))
    const usable = usableUid(uid)
    if (usable !== undefined) return usable
    const absent = uid === undefined || uid === null || uid === false || typeof uid === 'string'
    if (!absent) break
  }
  const looked = candidates.map((path) => pathFrom(structure, path).join('.')).join(' and ')
  throw blankUid(
    `The provider's user info has no usable uid under ${looked}. ` +
      `Set its path in user_response_structure, such as id_path: ['sub']`,
  )
}

/** A value as a uid: an integer, or a text that is not blank. */
export function usableUid(value: JsonValue | undefined): string | undefined {
  if (Number.isSafeInteger(value)) return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

/** The info attributes that the document has. Empty texts and zeros are kept, null and false are not. */
export function infoOf(document: JsonObject, structure: ResponseStructure): AuthInfo {
  const info: [string, JsonValue][] = []
  for (const [attribute, path] of Object.entries(structure.attributes)) {
    const value = valueAt(document, pathFrom(structure, path))
    if (value !== undefined && value !== null && value !== false) info.push([attribute, value])
  }
  return Object.fromEntries(info)
}
