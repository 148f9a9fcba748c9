import type { Clock } from './clock.ts'

export type LogFields = Record<string, unknown>

/** An entry has an event name in kebab case and plain fields. Secrets are redacted by the name of the field, see `redacts`. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

const levels = ['info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof levels)[number]
type EntryLevel = Exclude<LogLevel, 'silent'>

export interface LogOptions {
  /** Writes one line. The line ends with a line feed. */
  write(line: string): void
  clock: Clock
  /** The lowest level that is written. */
  level?: LogLevel
}

/** Writes one JSON object per line. No content of a field can begin a new line or control a terminal. */
export function createLog({ write, clock, level = 'info' }: LogOptions): Log {
  return logInto((entry) => {
    if (levels.indexOf(entry.level) < levels.indexOf(level)) return
    const head = { time: new Date(clock.now()).toISOString(), level: entry.level, event: entry.event }
    // The head is first because people read it first. It is also last, so that no field can overwrite it.
    const line = JSON.stringify({ ...head, ...entry.fields, ...head })
    write(`${line.replace(unprintable, escaped)}\n`)
  })
}

export interface LogEntry {
  level: EntryLevel
  event: string
  fields: LogFields
}

/** A log for tests. It keeps the entries in memory, after redaction. */
export function memoryLog(): Log & { entries: LogEntry[] } {
  const entries: LogEntry[] = []
  return { entries, ...logInto((entry) => entries.push(entry)) }
}

function logInto(take: (entry: LogEntry) => void): Log {
  const at =
    (level: EntryLevel) =>
    (event: string, fields: LogFields = {}) =>
      take({ level, event, fields: plainFields(fields, 0) })
  return { info: at('info'), warn: at('warn'), error: at('error') }
}

const secretName =
  /passw|passphrase|secret|token|authorization|cookie|credential|verifier|signature|otp|(private|master|signing)_?key|^session$|code$/i
const harmlessCode = /^(status|error|exit|reason)_?code$/i

/** Whether a field of this name is redacted. Redact too much rather than too little: a secret in the log costs more. */
const redacts = (name: string): boolean => secretName.test(name) && !harmlessCode.test(name)

const maxDepth = 5
const maxTextLength = 4096
const maxItems = 100

function plainFields(fields: object, depth: number): LogFields {
  const entries = Object.entries(fields).slice(0, maxItems)
  return Object.fromEntries(entries.map(([name, value]) => [name, redacts(name) ? '[redacted]' : plain(value, depth)]))
}

function plain(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.length > maxTextLength ? `${value.slice(0, maxTextLength)}…` : value
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '[no date]' : value.toISOString()
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (depth >= maxDepth) return '[deeper]'
  if (value instanceof Error) return plainError(value, depth + 1)
  if (Array.isArray(value)) return value.slice(0, maxItems).map((item) => plain(item, depth + 1))
  return plainFields(value, depth + 1)
}

function plainError(error: Error, depth: number): LogFields {
  return {
    name: error.name,
    message: plain(error.message, depth),
    // Error codes of the system (ECONNREFUSED) are not secret.
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    stack: plain(error.stack, depth),
    ...(error.cause === undefined ? {} : { cause: plain(error.cause, depth) }),
  }
}

/** Characters that JSON does not escape, but a terminal may act on: C1 controls, separators, direction marks. */
const unprintable = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
