/** The library's log. Fields never contain secrets, codes or tokens. */
export interface Log {
  info(event: string, fields?: Record<string, unknown>): void
  warn(event: string, fields?: Record<string, unknown>): void
  error(event: string, fields?: Record<string, unknown>): void
}

/** The default log. Writes warnings and errors to the console, and drops other events. */
export const consoleLog: Log = {
  info: () => {},
  warn: (event, fields) => console.warn(`omniauth: ${event}`, fields ?? ''),
  error: (event, fields) => console.error(`omniauth: ${event}`, fields ?? ''),
}
