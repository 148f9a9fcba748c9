import { createServer, type Server } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import formbody from '@fastify/formbody'
import { createAdaptorServer } from '@hono/node-server'
import type { Omniauth } from '@poolhouse/omniauth'
import { expressHandler } from '@poolhouse/omniauth/adapters/express'
import { fastifyHandler } from '@poolhouse/omniauth/adapters/fastify'
import { fetchHandler } from '@poolhouse/omniauth/adapters/fetch'
import { honoHandler } from '@poolhouse/omniauth/adapters/hono'
import { nextHandlers } from '@poolhouse/omniauth/adapters/next'
import { answerNodeRequest } from '@poolhouse/omniauth/adapters/node'
import express5 from 'express'
import express4 from 'express4'
import fastify, { type FastifyInstance } from 'fastify'
import { Hono } from 'hono'
import { nextServer } from './next-server.ts'

/** The options of a test server. An entry in `servers` names the ones that a framework does not support. */
export interface Wanted {
  readonly route: Pick<Omniauth, 'handler' | 'fullHost'>
  /** Bodies are parsed before OmniAuth gets the request. */
  readonly parsed?: boolean
  /** A path for the application, with the framework's own means. */
  readonly mount?: string
  readonly http2?: boolean
}

export interface Started {
  readonly url: string
  close(): Promise<void>
}

export interface AdapterServer {
  readonly name: string
  readonly parsesBodies: boolean
  readonly http2: boolean
  /** Whether other requests go on to the application. If not, the answer is 404. */
  readonly goesOn: boolean
  /** Whether the framework can put an application below a path. */
  readonly mounts: boolean
  start(wanted: Wanted): Promise<Started>
}

/** Headers that the application sets before OmniAuth gets the request. */
export const ownCookie = 'theme=dark; Path=/'

/** The application's answer: it repeats the request with its body. */
const own = (method: string, path: string, body: string) => ({ application: true, method, path, body })
export const errorPage = 'Sorry.'

const listening = async (server: NetServer, closed: () => void = () => {}): Promise<Started> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async () => {
    closed()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${port}`, close }
}

const listeningHttp = (server: Server): Promise<Started> => listening(server, () => server.closeAllConnections())

async function startNode({ route, http2 = false }: Wanted): Promise<Started> {
  const answer = async (incoming: NodeIncoming, outgoing: NodeOutgoing) => {
    outgoing.setHeader('set-cookie', ownCookie)
    try {
      if (await answerNodeRequest(route, incoming, outgoing)) return
      const answer = own(incoming.method ?? '', incoming.url ?? '', await text(incoming))
      outgoing.setHeader('content-type', 'application/json')
      outgoing.end(JSON.stringify(answer))
    } catch {
      outgoing.statusCode = 500
      outgoing.end(errorPage)
    }
  }
  return http2 ? listening(createHttp2Server(answer)) : listeningHttp(createServer(answer))
}

type NodeIncoming = Parameters<typeof answerNodeRequest>[1]
type NodeOutgoing = Parameters<typeof answerNodeRequest>[2]

/** The same code for both versions, so an upgrade needs no change. */
const startExpress =
  (express: typeof express5) =>
  async ({ route, parsed = false, mount }: Wanted): Promise<Started> => {
    const app = express()
    const inner = mount === undefined ? app : express.Router()
    app.use((_request, response, next) => {
      response.setHeader('set-cookie', ownCookie)
      next()
    })
    if (parsed) app.use(express.urlencoded({ extended: true }), express.json())
    inner.use(expressHandler(route))
    if (mount !== undefined) app.use(mount, inner)
    app.use(async (request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(own(request.method ?? '', request.originalUrl, await text(request))))
    })
    app.use((_error: Error, _request: unknown, response: NodeOutgoing, _next: unknown) => {
      response.statusCode = 500
      response.end(errorPage)
    })
    return listeningHttp(createServer(app))
  }

async function startFastify({ route, mount = '', http2 = false }: Wanted): Promise<Started> {
  // Its types differ for HTTP/2, its routes do not.
  const app = fastify(http2 ? ({ http2 } as object) : {}) as FastifyInstance
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('set-cookie', ownCookie)
    done()
  })
  await app.register(formbody)
  app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.setNotFoundHandler(({ method, url, body }, reply) => {
    const form =
      typeof body === 'string' ? body : new URLSearchParams((body ?? {}) as Record<string, string>).toString()
    reply.code(200).send(own(method, url, form))
  })
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) =>
    reply.code(error.statusCode ?? 500).send(errorPage),
  )
  const routes = async (inner: FastifyInstance) => {
    inner.all('/users/auth/*', fastifyHandler(route))
  }
  await app.register(routes, { prefix: mount })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => app.close() }
}

async function startHono({ route, parsed = false, mount, http2 = false }: Wanted): Promise<Started> {
  const app = new Hono()
  app.use(async (context, next) => {
    context.header('set-cookie', ownCookie)
    // Middleware that reads the response first changes how Hono merges headers.
    if (parsed) context.res.headers.set('x-looked', 'yes')
    if (parsed) await context.req.parseBody()
    await next()
  })
  const inner = new Hono()
  inner.use('/users/auth/*', honoHandler(route))
  app.route(mount ?? '/', inner)
  app.all('*', async ({ req, json }) => {
    const { pathname, search } = new URL(req.url)
    return json(own(req.method, pathname + search, await req.text()))
  })
  app.onError((_error, context) => context.text(errorPage, 500))
  const server = createAdaptorServer({ fetch: app.fetch, ...(http2 && { createServer: createHttp2Server }) })
  return http2 ? listening(server as NetServer) : listeningHttp(server as Server)
}

async function startNext({ route }: Wanted): Promise<Started> {
  const page = async (request: Request) => {
    const { pathname, search } = new URL(request.url)
    return Response.json(own(request.method, pathname + search, await request.text()))
  }
  const { GET, HEAD, POST, OPTIONS } = nextHandlers(route)
  const omniauth = { GET, HEAD, POST, OPTIONS }
  const isOurs = (path: string) => /\/users\/auth\/(?!failure|other)/.test(path)
  return listeningHttp(
    nextServer((path) => (isOurs(path) ? omniauth : { GET: page, POST: page, OPTIONS: page }), [ownCookie]),
  )
}

/** A server of the web standard, over a socket. */
async function startFetch({ route }: Wanted): Promise<Started> {
  const answer = fetchHandler(route, async (request) => {
    const { pathname, search } = new URL(request.url)
    return Response.json(own(request.method, pathname + search, await request.text()))
  })
  const withOwnCookie = async (request: Request) => {
    const response = await answer(request)
    const headers = new Headers(response.headers)
    headers.append('set-cookie', ownCookie)
    return new Response(response.body, { status: response.status, headers })
  }
  return listeningHttp(
    createServer(async (incoming, outgoing) => {
      const { method = 'GET', headers } = incoming
      const hasBody = method !== 'GET' && method !== 'HEAD'
      const body = hasBody && { body: Readable.toWeb(incoming), duplex: 'half' as const }
      const init = { method, headers: headers as Record<string, string>, ...body }
      const url = `http://${headers.host}${incoming.url}`
      const response = await withOwnCookie(new Request(url, init)).catch(() => new Response(errorPage, { status: 500 }))
      const cookies = response.headers.getSetCookie()
      outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), 'set-cookie': cookies })
      outgoing.end(new Uint8Array(await response.arrayBuffer()))
      incoming.resume()
    }),
  )
}

const most = { parsesBodies: false, http2: false, goesOn: true, mounts: false }

export const servers: readonly AdapterServer[] = [
  { ...most, name: 'fetch', start: startFetch },
  { ...most, name: 'node:http', http2: true, start: startNode },
  // Express itself does not run on Node's HTTP/2.
  { ...most, name: 'Express 4', parsesBodies: true, mounts: true, start: startExpress(express4) },
  { ...most, name: 'Express 5', parsesBodies: true, mounts: true, start: startExpress(express5) },
  { ...most, name: 'Fastify 5', parsesBodies: true, http2: true, mounts: true, start: startFastify },
  { ...most, name: 'Next.js route handlers', goesOn: false, start: startNext },
  // Last, because its server replaces the global Request and Response.
  { ...most, name: 'Hono 4', parsesBodies: true, http2: true, mounts: true, start: startHono },
]
