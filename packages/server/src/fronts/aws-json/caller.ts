import { describeOperation, type OperationName } from '@poolhouse/contract'
import { authenticateAccessToken, type TokenHolder } from '#flows/tokens/authenticate-access-token'
import { apiScope } from '#flows/tokens/claims'
import { verifySecretHash } from '#flows/user-pools/client-secret'
import { loadAppClient } from '#flows/user-pools/load-app-client'
import { missingParameter } from '#foundation/exceptions/sign-in'
import type { Needs } from '#foundation/needs'
import type { Callers } from './call.ts'

/** The members of an input that identify the caller. Each operation has some of them. */
export interface CallerInput {
  readonly AccessToken?: string | undefined
  readonly Session?: string | undefined
  readonly ClientId?: string | undefined
  readonly Username?: string | undefined
  readonly SecretHash?: string | undefined
  readonly ClientMetadata?: Readonly<Record<string, string>> | undefined
}

type CallerServices = Needs<typeof authenticateAccessToken> & Needs<typeof verifySecretHash>

/** A caller that the front knows from the input. `undefined` for a public operation without `ClientId`. */
export type KnownCaller = Callers['accessToken' | 'accessTokenOrSession' | 'public'] | undefined

/**
 * The caller of an operation, found by its input. For operations of the kind `iam`, the signature identifies the caller instead.
 * @throws NotAuthorizedException or a similar exception for an access token or secret hash that is not valid
 * @throws ResourceNotFoundException for an unknown client
 * @throws InvalidParameterException when neither an access token nor a session is given
 */
export async function resolveCaller(
  services: CallerServices,
  { operation, input }: { operation: OperationName; input: CallerInput },
): Promise<KnownCaller> {
  const { caller } = describeOperation(operation)
  switch (caller) {
    case 'iam':
      return undefined
    case 'accessToken':
      return await tokenHolder(services, input)
    case 'accessTokenOrSession':
      return await holderOrSession(services, input)
    case 'public':
      return await callingClient(services, { operation, input })
  }
}

async function tokenHolder(services: CallerServices, { AccessToken: token }: CallerInput): Promise<TokenHolder> {
  if (token === undefined) throw missingParameter('AccessToken')
  return await authenticateAccessToken(services, { token, requiredScope: apiScope })
}

async function holderOrSession(services: CallerServices, input: CallerInput): Promise<Callers['accessTokenOrSession']> {
  if (input.AccessToken === undefined && input.Session !== undefined) return { kind: 'session', session: input.Session }
  return { kind: 'token', ...(await tokenHolder(services, input)) }
}

async function callingClient(
  services: CallerServices,
  { operation, input }: { operation: OperationName; input: CallerInput },
): Promise<Callers['public'] | undefined> {
  if (input.ClientId === undefined) return undefined
  const found = await loadAppClient(services, input.ClientId)
  if (takesSecretHash(operation)) {
    const usernames = input.Username === undefined ? [] : [input.Username]
    verifySecretHash(services, { client: found.client, usernames, secretHash: input.SecretHash })
  }
  return found
}

/** SignUp and similar operations. A sign-in step has the hash in its parameters, and the sign-in machine verifies it there. */
function takesSecretHash(operation: OperationName): boolean {
  const { members } = describeOperation(operation).input
  return members.has('Username') && members.has('SecretHash')
}
