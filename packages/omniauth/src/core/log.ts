/** Where the library says what happened. Fields never hold secrets, codes or tokens. */
export interface Log {
  info(event: string, fields?: Record<string, unknown>): void
  warn(event: string, fields?: Record<string, unknown>): void
  error(event: string, fields?: Record<string, unknown>): void
}

/** Warnings and errors to the console, the rest dropped: what an application gets that passes no log. */
export const consoleLog: Log = {
  info: () => {},
  warn: (event, fields) => console.warn(`omniauth: ${event}`, fields ?? ''),
  error: (event, fields) => console.error(`omniauth: ${event}`, fields ?? ''),
}
