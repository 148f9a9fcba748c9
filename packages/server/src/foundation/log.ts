import type { Clock } from './clock.ts'

export type LogFields = Record<string, unknown>

/** What happened, as an event name in kebab case and plain fields. Secrets are left out by name, see `redacts`. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

const LEVELS = ['info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LEVELS)[number]
type EntryLevel = Exclude<LogLevel, 'silent'>

export interface LogOptions {
  /** Takes one line, its line feed included. */
  write(line: string): void
  clock: Clock
  /** The least grave that is written. */
  level?: LogLevel
}

/** One JSON object a line. Whatever a field holds, it can not begin a new line or steer a terminal. */
export function createLog({ write, clock, level = 'info' }: LogOptions): Log {
  return logInto((entry) => {
    if (LEVELS.indexOf(entry.level) < LEVELS.indexOf(level)) return
    const head = { time: new Date(clock.now()).toISOString(), level: entry.level, event: entry.event }
    // The head comes first to be read, and again last so that no field can pass for it.
    const line = JSON.stringify({ ...head, ...entry.fields, ...head })
    write(`${line.replace(UNPRINTABLE, escaped)}\n`)
  })
}

export interface LogEntry {
  level: EntryLevel
  event: string
  fields: LogFields
}

/** A log for tests: keeps what would have been written, after redaction. */
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

const SECRET_NAME =
  /passw|passphrase|secret|token|authorization|cookie|credential|verifier|signature|otp|(private|master|signing)_?key|^session$|code$/i
const HARMLESS_CODE = /^(status|error|exit|reason)_?code$/i

/** Whether a field of this name is withheld from the log. Deny by likeness: a name wrongly withheld costs less than a secret told. */
const redacts = (name: string): boolean => SECRET_NAME.test(name) && !HARMLESS_CODE.test(name)

const DEEPEST = 5
const LONGEST = 4096
const MOST = 100

function plainFields(fields: object, depth: number): LogFields {
  const entries = Object.entries(fields).slice(0, MOST)
  return Object.fromEntries(entries.map(([name, value]) => [name, redacts(name) ? '[redacted]' : plain(value, depth)]))
}

function plain(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '[no date]' : value.toISOString()
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (depth >= DEEPEST) return '[deeper]'
  if (value instanceof Error) return plainError(value, depth + 1)
  if (Array.isArray(value)) return value.slice(0, MOST).map((item) => plain(item, depth + 1))
  return plainFields(value, depth + 1)
}

function plainError(error: Error, depth: number): LogFields {
  return {
    name: error.name,
    message: plain(error.message, depth),
    // The system's own error codes (ECONNREFUSED) are no secrets.
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    stack: plain(error.stack, depth),
    ...(error.cause === undefined ? {} : { cause: plain(error.cause, depth) }),
  }
}

/** What JSON leaves as it is though a terminal or a log reader may act on it: C1 controls, separators, direction marks. */
const UNPRINTABLE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
