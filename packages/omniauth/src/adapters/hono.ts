import { parsedBody } from '#http/parsed-body'
import { type AdapterRoute, askOmniauth } from './adapter-route.ts'

/** What is used of Hono 4, so that Hono itself need not be installed for the types. */
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
 * What is not OmniAuth's goes to the next handler, and what the application's own functions throw to `app.onError`.
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

/** The body, unread, or as Hono keeps it for everybody once somebody has read it. */
async function bodyOf(req: HonoContextLike['req']): Promise<{ headers: Headers; body: RequestInit['body'] }> {
  const { raw, bodyCache } = req
  if (!raw.bodyUsed) return { headers: raw.headers, body: raw.body }
  if ('formData' in bodyCache) return parsedBody(textsOf(await req.formData()), raw.headers)
  return parsedBody(Object.keys(bodyCache).length > 0 ? new Uint8Array(await req.arrayBuffer()) : null, raw.headers)
}

/** The fields of a form; files are none. */
function textsOf(form: FormData): Record<string, string[]> {
  const names = [...new Set(form.keys())]
  return Object.fromEntries(names.map((name) => [name, form.getAll(name).filter((one) => typeof one === 'string')]))
}

/** By Hono's own headers: cookies of a plain response are lost once other middleware has looked at `context.res`. */
function withHeaders(context: HonoContextLike, answer: Response): Response {
  for (const [name, value] of answer.headers) {
    if (name === 'set-cookie') context.header(name, value, { append: true })
    else context.header(name, value)
  }
  return context.body(answer.body, answer.status)
}
