import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Parameters, parametersOf } from '#flows/authorization/parameters'
import type { Log } from '#foundation/log'
import { corsHeaders, preflightHeaders } from './cors.ts'
import { errorResponse, invalidRequest } from './errors.ts'
import { endpoint, formOf, prepareEndpoints, queryOf, requestIdOf } from './exchange.ts'
import { revoke } from './revoke.ts'
import { type TokenServices, token } from './token/token.ts'
import { userInfo } from './user-info.ts'

export type ApplicationServices = TokenServices & { readonly log: Log }

/** Matches any letter case, because clients spell it differently. */
const userInfoPath = '/oauth2/:endpoint(^[uU][sS][eE][rR][iI][nN][fF][oO]$)'

/** The endpoints that app clients call: `/oauth2/token`, `/oauth2/userInfo` and `/oauth2/revoke`. */
export function applicationEndpoints(services: ApplicationServices) {
  const { log } = services
  return async (app: FastifyInstance): Promise<void> => {
    await prepareEndpoints(app, services, { ...corsHeaders, pragma: 'no-cache' })
    app.setErrorHandler((thrown, _request, reply) => sendError(log, thrown, reply))

    const preflight = (_request: FastifyRequest, reply: FastifyReply) =>
      reply.status(204).headers(preflightHeaders).send()
    const handleUserInfo = async (request: FastifyRequest, reply: FastifyReply) =>
      reply.send(
        await userInfo(services, {
          ...callerOf(request),
          query: parametersOf(queryOf(request)),
          form: parametersOf(formOf(request)),
        }),
      )

    endpoint(app, '/oauth2/token', {
      POST: async (request, reply) => reply.send(await token(services, { ...callerOf(request), form: form(request) })),
      OPTIONS: preflight,
    })
    endpoint(app, '/oauth2/revoke', {
      POST: async (request, reply) => {
        await revoke(services, { ...callerOf(request), form: form(request) })
        return reply.status(200).send()
      },
      OPTIONS: preflight,
    })
    endpoint(app, userInfoPath, { GET: handleUserInfo, POST: handleUserInfo, OPTIONS: preflight })
  }
}

const callerOf = ({ headers }: FastifyRequest) => ({ authorization: headers.authorization, host: headers.host })

/** The form of a request. Each parameter may occur only once. */
function form(request: FastifyRequest): Parameters {
  const parameters = parametersOf(formOf(request))
  if (parameters.repeated.size > 0) throw invalidRequest('A parameter is repeated.')
  return parameters
}

function sendError(log: Log, thrown: unknown, reply: FastifyReply): FastifyReply {
  const response = errorResponse(thrown)
  if (response) return reply.status(response.status).headers(response.headers).send(response.body)
  log.error('oauth-bug', { requestId: requestIdOf(reply), cause: thrown })
  return reply.status(500).send({ error: 'server_error' })
}
