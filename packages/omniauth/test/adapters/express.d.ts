// Express has no types. These are the parts that the tests use, the same in 4 and 5.
declare module 'express' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  type Next = (error?: unknown) => void
  type Handler = (request: Request, response: ServerResponse, next: Next) => void
  type ErrorHandler = (error: Error, request: Request, response: ServerResponse, next: Next) => void

  interface Request extends IncomingMessage {
    originalUrl: string
    body?: unknown
  }

  interface Application {
    (request: IncomingMessage, response: ServerResponse): void
    use(...handlers: Handler[]): void
    use(handler: ErrorHandler): void
    use(path: string, ...handlers: (Handler | Application)[]): void
    set(setting: string, value: unknown): void
  }

  function express(): Application
  namespace express {
    function urlencoded(options: { extended: boolean }): Handler
    function json(): Handler
    function Router(): Application
  }
  export default express
}

declare module 'express4' {
  export { default } from 'express'
}
