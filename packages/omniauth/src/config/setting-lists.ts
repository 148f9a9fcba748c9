import { nearest } from '#core/nearest'
import { describe, type OptionsReader } from '#core/options-reader'

/** The attributes that a provider may keep up to date. The user can not change such an attribute. */
export type SyncedAttribute = 'name' | 'email' | 'location' | 'organization' | 'job_title'

/** The providers that a setting includes: all (true), none (false), or those of a list. */
export type Coverage = boolean | readonly string[]

export interface ListSetting {
  readonly key: string
  /** The names of all configured providers. */
  readonly present: readonly string[]
  /** How to read a text instead of a list. By default a text is refused. */
  readonly loneText?: 'a list of one' | undefined
}

/** true, false or names. In Ruby most settings read any text as true, even "false". Here a text is refused. */
export function readCoverage(reader: OptionsReader, setting: ListSetting): Coverage {
  const { key, present, loneText } = setting
  const value = reader.value(key) ?? false
  if (typeof value === 'boolean') return value
  const list: unknown = typeof value === 'string' && loneText !== undefined ? [value] : value
  if (isTexts(list)) return knownNames(reader, { key, present, list })
  const reason = typeof value === 'string' ? ' (GitLab reads any text as true, even "false")' : ''
  reader.problem(key, `is ${describe(value)}: expected true, false or a list of provider names${reason}`)
  return false
}

/** A list of provider names. Without a value, and for false, the list is empty. */
export function readNames(reader: OptionsReader, { key, present }: ListSetting): readonly string[] {
  const value = reader.value(key) ?? false
  if (value === false) return []
  if (isTexts(value)) return knownNames(reader, { key, present, list: value })
  reader.problem(key, `is ${describe(value)}: expected a list of provider names`)
  return []
}

export const syncedAttributes: readonly SyncedAttribute[] = ['name', 'email', 'location', 'organization', 'job_title']

/** A list of attributes. true means all of them. The default is only the address. */
export function readAttributes(reader: OptionsReader, key: string): readonly SyncedAttribute[] {
  const value = reader.value(key) ?? ['email']
  if (value === true) return syncedAttributes
  if (!isTexts(value)) {
    reader.problem(key, `is ${describe(value)}: expected true or a list of ${syncedAttributes.join(', ')}`)
    return []
  }
  const isSynced = (name: string): name is SyncedAttribute => syncedAttributes.some((one) => one === name)
  for (const name of value.filter((one) => !isSynced(one))) {
    const guess = nearest(name, syncedAttributes)
    const hint = guess === undefined ? `: expected some of ${syncedAttributes.join(', ')}` : `: did you mean ${guess}?`
    reader.problem(key, `names ${name}, which is not a synced attribute${hint}`)
  }
  return value.filter(isSynced)
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function knownNames(
  reader: OptionsReader,
  { key, present, list }: { key: string; present: readonly string[]; list: readonly string[] },
): readonly string[] {
  for (const name of list.filter((one) => !present.includes(one))) {
    const guess = nearest(name, present)
    const hint = guess === undefined ? '' : `: did you mean ${guess}?`
    reader.warning(key, `names ${name}, which is not among the providers${hint}`)
  }
  return list
}
