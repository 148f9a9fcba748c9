import formBody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { QueryParameters } from '#flows/authorization/parameters'
import type { Random } from '#foundation/crypto/random'
import { answerHeaders, transportHeaders } from '#foundation/http-headers'
import { newRequestId } from '#foundation/ids'

const requestIdHeader = 'x-amz-cognito-request-id'
const bodyLimit = 64 * 1024
const methods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']

/** What all endpoints share: forms and nothing else are read, every answer has an id and the usual headers. */
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

/** The decoded query; Fastify makes lists of what is repeated. */
export const queryOf = ({ query }: FastifyRequest): QueryParameters => query as QueryParameters

/** The decoded form of a POST, empty where there is none. */
export const formOf = ({ body }: FastifyRequest): QueryParameters => (body ?? {}) as QueryParameters

/** A path and every method it answers; the others are refused as what they are. HEAD is among those: it must have no effects. */
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
