import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { KeyRing } from '#flows/tokens/key-ring'
import type { Random } from '#foundation/crypto/random'
import type { Log } from '#foundation/log'
import { findDomainOfPool } from '#records/domains/domains'
import type { IssuerSettings } from '#records/user-pools/issuer'
import { findUserPool } from '#records/user-pools/user-pools'
import type { Database } from '#storage/database'
import { corsHeaders, preflightHeaders } from './cors.ts'
import { discoveryDocument } from './discovery.ts'
import { endpoint, prepareEndpoints, requestIdOf } from './exchange.ts'

export interface MetadataServices {
  readonly db: Database
  readonly issuerSettings: IssuerSettings
  readonly keyRing: KeyRing
  readonly log: Log
  readonly random: Random
}

/** A new key is published at least this long before it is used to sign. */
const cached = { 'cache-control': 'public, max-age=3600' }

/** The public documents of a pool: its discovery document and its public keys. */
export function metadataEndpoints(services: MetadataServices) {
  const { db, issuerSettings, keyRing, log } = services
  return async (app: FastifyInstance): Promise<void> => {
    await prepareEndpoints(app, services, corsHeaders)
    app.setErrorHandler((thrown, _request, reply) => {
      log.error('oauth-bug', { requestId: requestIdOf(reply), cause: thrown })
      return reply.status(500).send({ error: 'server_error' })
    })
    const preflight = (_request: FastifyRequest, reply: FastifyReply) =>
      reply.status(204).headers(preflightHeaders).send()

    endpoint(app, '/:userPoolId/.well-known/openid-configuration', {
      OPTIONS: preflight,
      GET: async (request, reply) => {
        const userPoolId = userPoolIdOf(request)
        if (!(await findUserPool(db, userPoolId))) return unknownPool(reply)
        const domain = (await findDomainOfPool(db, userPoolId))?.domain
        return reply.headers(cached).send(discoveryDocument(issuerSettings, { userPoolId, domain }))
      },
    })
    endpoint(app, '/:userPoolId/.well-known/jwks.json', {
      OPTIONS: preflight,
      GET: async (request, reply) => {
        const userPoolId = userPoolIdOf(request)
        if (!(await findUserPool(db, userPoolId))) return unknownPool(reply)
        return reply.headers(cached).send(await keyRing.publicJwks(userPoolId))
      },
    })
  }
}

const userPoolIdOf = ({ params }: FastifyRequest): string => (params as { userPoolId: string }).userPoolId

const unknownPool = (reply: FastifyReply): FastifyReply =>
  reply.status(404).send({ message: 'User pool does not exist.' })
