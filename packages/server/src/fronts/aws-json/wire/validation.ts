import type { BlobShape, IntegerShape, ListShape, MapShape, StringShape } from '@poolhouse/contract'
import { patternOf } from './patterns.ts'

/** The position of a value in a request. */
export interface Place {
  /** In AWS's form: `userAttributes.1.member.name`. */
  readonly path: string
  /** Whether a message must not contain the value. */
  readonly sensitive: boolean
}

/** Collects every constraint that a request breaks, in AWS's words. */
export interface Violations {
  readonly count: number
  missing(place: Place): void
  text(shape: StringShape, value: string, place: Place): void
  integer(shape: IntegerShape, value: number, place: Place): void
  length(shape: ListShape | MapShape | BlobShape, length: number, place: Place): void
  document(value: unknown, place: Place): void
  messages(): readonly string[]
}

/** Enough to correct a request. Without a limit, ten thousand bad elements would give a response of megabytes. */
const maxMessages = 100
const maxValueLength = 256
const maxPathLength = 256

/** PostgreSQL can not store NUL, and UTF-8 can not encode half a surrogate pair. SQLite would store another text. */
const unstorable = /[\0\p{Surrogate}]/u

export function violationsFor(): Violations {
  const messages: string[] = []
  const add = (place: Place, constraint: string, shown?: string): void => {
    if (messages.length >= maxMessages) return
    const value = shown === undefined || place.sensitive ? '' : ` ${shown}`
    messages.push(
      `Value${value} at '${shortened(place.path, maxPathLength)}' failed to satisfy constraint: Member must ${constraint}`,
    )
  }
  return {
    get count() {
      return messages.length
    },
    messages: () => messages,
    missing: (place) => add(place, 'not be null', 'null'),
    text(shape, value, place) {
      for (const constraint of brokenBy(shape, value)) add(place, constraint, quoted(value))
    },
    integer(shape, value, place) {
      if (!Number.isSafeInteger(value)) return add(place, 'be an integer', quoted(value))
      if (shape.min !== undefined && value < shape.min) {
        add(place, `have value greater than or equal to ${shape.min}`, quoted(value))
      }
      if (shape.max !== undefined && value > shape.max) {
        add(place, `have value less than or equal to ${shape.max}`, quoted(value))
      }
    },
    length(shape, length, place) {
      const constraint = brokenLength(shape, length)
      if (constraint !== undefined) add(place, constraint)
    },
    document(value, place) {
      if (!isStorable(value)) add(place, wellFormed)
    },
  }
}

const wellFormed = 'not contain NUL or unpaired surrogate characters'

function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !unstorable.test(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, item]) => !unstorable.test(key) && isStorable(item))
}

function* brokenBy(shape: StringShape, value: string): Generator<string> {
  if (shape.values !== undefined) {
    if (!shape.values.includes(value)) yield `satisfy enum value set: [${shape.values.join(', ')}]`
    return
  }
  const length = brokenLength(shape, lengthOf(value))
  if (length !== undefined) yield length
  // Do not run the pattern on a text that is too long: it could take too much time.
  if (shape.max !== undefined && lengthOf(value) > shape.max) return
  if (shape.pattern !== undefined && !patternOf(shape.pattern).test(value)) {
    yield `satisfy regular expression pattern: ${shape.pattern}`
  } else if (unstorable.test(value)) {
    yield wellFormed
  }
}

/** The length in code points. */
function lengthOf(value: string): number {
  let pairs = 0
  for (let index = 0; index < value.length - 1; index++) {
    if ((value.codePointAt(index) ?? 0) > 0xffff) {
      pairs++
      index++
    }
  }
  return value.length - pairs
}

function brokenLength({ min, max }: { min: number | undefined; max: number | undefined }, length: number) {
  if (min !== undefined && length < min) return `have length greater than or equal to ${min}`
  if (max !== undefined && length > max) return `have length less than or equal to ${max}`
  return undefined
}

const quoted = (value: string | number): string => `'${shortened(String(value), maxValueLength)}'`

const shortened = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}...` : text)
