import type { Parameters } from '#flows/authorization/parameters'
import { poolIdOfHost } from '#flows/authorization/pool-of-host'
import { verifyClientSecret } from '#flows/user-pools/client-secret'
import type { Sealer } from '#foundation/crypto/seal'
import type { AppClient } from '#records/app-clients/app-client'
import { findAppClient } from '#records/app-clients/app-clients'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { UserPool } from '#records/user-pools/user-pool'
import { findUserPool } from '#records/user-pools/user-pools'
import type { Database } from '#storage/database'
import { invalidClient, invalidRequest } from '../errors.ts'
import { basicCredentials, type Credentials } from './basic-credentials.ts'

/** A client that has authenticated: with its secret, or, if it has no secret, with its id. */
export interface AuthenticatedClient {
  readonly pool: UserPool
  readonly client: AppClient
}

/**
 * Authenticates the calling client. The secret may be in a Basic header or in the body, but not in both and not in the query.
 * @throws OAuthError invalid_client, 401; invalid_request for two methods at once.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3
 */
export async function authenticateClient(
  services: { db: Database; issuerSettings: IssuerSettings; sealer: Sealer },
  { form, authorization, host }: { form: Parameters; authorization: string | undefined; host: string | undefined },
): Promise<AuthenticatedClient> {
  const shown = shownCredentials(form, authorization)
  const poolId = await poolIdOfHost(services, host)
  for (const { clientId, secret } of shown) {
    const client = await findAppClient(services.db, clientId)
    if (!client || !verifyClientSecret(services, { client, secret })) continue
    const pool = await findUserPool(services.db, client.userPoolId)
    if (pool && (poolId === undefined || poolId === pool.id)) return { pool, client }
  }
  throw invalidClient()
}

function shownCredentials(form: Parameters, authorization: string | undefined): Credentials[] {
  const clientId = form.get('client_id')
  const secret = form.get('client_secret')
  if (form.get('client_assertion') !== undefined) throw invalidClient()
  if (authorization === undefined) return clientId === undefined ? [] : [{ clientId, secret }]
  if (secret !== undefined) throw invalidRequest('Use only one way to authenticate the client.')
  return basicCredentials(authorization).filter((shown) => clientId === undefined || shown.clientId === clientId)
}
