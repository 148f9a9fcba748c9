import formBody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { QueryParameters } from '#flows/authorization/parameters'
import type { Random } from '#foundation/crypto/random'
import { answerHeaders, transportHeaders } from '#foundation/http-headers'
import { newRequestId } from '#foundation/ids'

const requestIdHeader = 'x-amz-cognito-request-id'
const bodyLimit = 64 * 1024
const methods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']

/** Prepares what all endpoints share: they read only forms, and every response has an id and the usual headers. */
export async function prepareEndpoints(
  app: FastifyInstance,
  { random, issuerSettings }: { random: Random; issuerSettings: { publicUrl: string } },
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  app.removeAllContentTypeParsers()
  await app.register(formBody, { bodyLimit })
  const usual = { ...answerHeaders, ...transportHeaders(issuerSettings), ...headers }
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ ...usual, [requestIdHeader]: newRequestId(random) })
  })
}

export const requestIdOf = (reply: FastifyReply): string => String(reply.getHeader(requestIdHeader))

/** The decoded query. A repeated parameter is a list. */
export const queryOf = ({ query }: FastifyRequest): QueryParameters => query as QueryParameters

/** The decoded form of a POST; empty if there is none. */
export const formOf = ({ body }: FastifyRequest): QueryParameters => (body ?? {}) as QueryParameters

/** Registers a path with its methods. Other methods get 405, also HEAD: it must have no effects, but a GET handler may have some. */
export function endpoint(
  app: FastifyInstance,
  path: string,
  handlers: Partial<Record<'GET' | 'POST' | 'OPTIONS', (request: FastifyRequest, reply: FastifyReply) => unknown>>,
): void {
  for (const [method, handler] of Object.entries(handlers)) {
    app.route({ method, url: path, exposeHeadRoute: false, handler })
  }
  const allowed = Object.keys(handlers)
  app.route({
    method: methods.filter((method) => !allowed.includes(method)),
    url: path,
    exposeHeadRoute: false,
    handler: (_request, reply) => reply.status(405).header('allow', allowed.join(', ')).send(),
  })
}
