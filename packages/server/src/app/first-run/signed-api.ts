import type { OperationName, Operations } from '@poolhouse/contract'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '#foundation/clock'
import { signRequest } from '#foundation/crypto/sigv4'

/** A response of the API with another status than 200. */
export class ApiError extends Error {
  override readonly name: string
  readonly statusCode: number

  constructor(name: string, message: string, statusCode: number) {
    super(message)
    this.name = name
    this.statusCode = statusCode
  }
}

/** Calls operations like any client, but without a socket. Requests are signed if a key is given. */
export interface SignedApi {
  call<Name extends OperationName>(name: Name, input: Operations[Name]['input']): Promise<Operations[Name]['output']>
}

/** @param key the access key to sign with. Without it, requests are not signed. */
export function signedApi(
  app: FastifyInstance,
  { clock, region, key }: { clock: Clock; region: string; key?: { id: string; secret: string } | undefined },
): SignedApi {
  return {
    async call(name, input) {
      const body = JSON.stringify(input)
      const headers: Record<string, string> = {
        host: 'localhost',
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${name}`,
      }
      if (key) {
        const signature = signRequest(
          { clock, accessKeyId: key.id, secret: key.secret, region, service: 'cognito-idp' },
          { method: 'POST', path: '/', query: '', headers, body: Buffer.from(body) },
        )
        Object.assign(headers, signature)
      }
      const response = await app.inject({ method: 'POST', url: '/', headers, payload: body })
      const content = response.body === '' ? {} : response.json()
      if (response.statusCode === 200) return content
      throw new ApiError(String(content['__type']), String(content['message']), response.statusCode)
    },
  }
}
