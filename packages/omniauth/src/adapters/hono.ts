import { parsedBody } from '#http/parsed-body'
import { type AdapterRoute, askOmniauth } from './adapter-route.ts'

/** The parts of Hono 4 that this file uses, so that the types do not need Hono. */
interface HonoContextLike {
  readonly req: {
    readonly raw: Request
    readonly bodyCache: object
    formData(): Promise<FormData>
    arrayBuffer(): Promise<ArrayBuffer>
  }
  header(name: string, value: string, options?: { append?: boolean }): void
  body(data: ReadableStream | null, status: number): Response
}

/**
 * OmniAuth as middleware of Hono 4: `app.use('/auth/*', honoHandler({ handler, fullHost }))`.
 * Other requests go to the next handler. Errors that the application's functions throw go to `app.onError`.
 */
export function honoHandler(
  route: AdapterRoute,
): (context: HonoContextLike, next: () => Promise<void>) => Promise<Response | undefined> {
  return async (context, next) => {
    const { method, url } = context.req.raw
    const { pathname, search } = new URL(url)
    const answer = await askOmniauth(route, { method, target: pathname + search, ...(await bodyOf(context.req)) })
    if (answer !== undefined) return withHeaders(context, answer)
    await next()
    return undefined
  }
}

/** The unread body. If other middleware has read it, the copy in Hono's cache. */
async function bodyOf(req: HonoContextLike['req']): Promise<{ headers: Headers; body: RequestInit['body'] }> {
  const { raw, bodyCache } = req
  if (!raw.bodyUsed) return { headers: raw.headers, body: raw.body }
  if ('formData' in bodyCache) return parsedBody(textsOf(await req.formData()), raw.headers)
  return parsedBody(Object.keys(bodyCache).length > 0 ? new Uint8Array(await req.arrayBuffer()) : null, raw.headers)
}

/** The text fields of a form, without files. */
function textsOf(form: FormData): Record<string, string[]> {
  const names = [...new Set(form.keys())]
  return Object.fromEntries(names.map((name) => [name, form.getAll(name).filter((one) => typeof one === 'string')]))
}

/** Uses Hono's header functions: a plain response loses its cookies when other middleware has read `context.res`. */
function withHeaders(context: HonoContextLike, answer: Response): Response {
  for (const [name, value] of answer.headers) {
    if (name === 'set-cookie') context.header(name, value, { append: true })
    else context.header(name, value)
  }
  return context.body(answer.body, answer.status)
}
