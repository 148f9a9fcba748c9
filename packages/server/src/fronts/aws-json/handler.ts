import type { OperationName } from '@poolhouse/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Random } from '#foundation/crypto/random'
import { isException } from '#foundation/exceptions/exception'
import { contentEncodingNotSupported, contentTypeNotSupported } from '#foundation/exceptions/request-bodies'
import { operationNotBuilt, unknownOperation } from '#foundation/exceptions/requests'
import { newRequestId } from '#foundation/ids'
import type { Log } from '#foundation/log'
import type { Needs } from '#foundation/needs'
import type { Call } from './call.ts'
import { type CallerInput, type KnownCaller, resolveCaller } from './caller.ts'
import { corsHeaders, preflightHeaders } from './cors.ts'
import { isDeclared } from './declared-exceptions.ts'
import { type AnyOperation, byName, type ServicesOf } from './operation.ts'
import { verifySignature } from './signature.ts'
import { actedOnOf, mustBeActedOn } from './wire/acts-on.ts'
import { decodeInput } from './wire/decode.ts'
import { encodeOutput } from './wire/encode.ts'
import { errorResponse, exceptionOf, unreadableBody } from './wire/errors.ts'
import { operationOf } from './wire/target.ts'

/** The services that the front itself uses. */
type FrontServices = { random: Random; log: Log } & Needs<typeof verifySignature> & Needs<typeof resolveCaller>

export interface AwsJsonOptions<Listed extends AnyOperation> {
  /** `operations` of `registry.ts`. */
  operations: readonly Listed[]
  /** The services of these operations and of the front. */
  services: ServicesOf<Listed> & FrontServices
}

const requestIdHeader = 'x-amzn-requestid'
const bodyLimit = 1024 * 1024
const contentType = 'application/x-amz-json-1.1'
const acceptedContentTypes = [contentType, 'application/x-amz-json-1.0', 'application/json']
const otherMethods = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'TRACE']

/**
 * The API's front as a Fastify plugin: `POST /` in AWS's JSON 1.1 protocol.
 * Register it with `app.register(awsJson({ operations, services }))`.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function awsJson<Listed extends AnyOperation>({ operations, services }: AwsJsonOptions<Listed>) {
  const built = byName(operations)
  return async (app: FastifyInstance): Promise<void> => {
    // The signature covers the raw bytes of the body, so Fastify must not parse it.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyLimit }, (_request, body, done) =>
      done(null, body),
    )

    app.addHook('onRequest', async (_request, reply) => {
      reply.headers({ ...corsHeaders, [requestIdHeader]: newRequestId(services.random), 'cache-control': 'no-store' })
    })
    app.setErrorHandler((error, request, reply) => sendError(services.log, error, { request, reply }))

    app.route({
      method: 'OPTIONS',
      url: '/',
      handler: async (request, reply) =>
        reply.headers(preflightHeaders(request.headers['access-control-request-headers'])).send(),
    })
    app.route({ method: otherMethods, url: '/', exposeHeadRoute: false, handler: methodNotAllowed })
    app.route({
      method: 'POST',
      url: '/',
      onRequest: async (request) => mustBeReadable(request),
      handler: async (request, reply) => {
        const body = await runOperation(services, built, { request, reply })
        return reply.type('application/x-amz-json-1.1').send(Buffer.from(body))
      },
    })
  }
}

/** Checks the headers before the body is read. */
function mustBeReadable({ headers }: FastifyRequest): void {
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw contentEncodingNotSupported()
  }
  const [type = ''] = (headers['content-type'] ?? '').split(';')
  if (!acceptedContentTypes.includes(type.trim().toLowerCase())) {
    throw contentTypeNotSupported(contentType)
  }
}

async function runOperation(
  services: FrontServices,
  built: ReadonlyMap<OperationName, AnyOperation>,
  { request, reply }: Exchange,
): Promise<string> {
  const name = operationOf(request.headers['x-amz-target'])
  const operation = built.get(name)
  if (operation === undefined) throw operationNotBuilt(name)
  const body = request.body instanceof Uint8Array ? request.body : new Uint8Array()

  const signer = operation.caller === 'iam' ? await verifySignature(services, { request, body }) : undefined
  const decoded = decodeInput(name, body) as CallerInput
  mustBeActedOn(name, operation.actsOn, decoded)
  const input = actedOnOf(name, operation.actsOn, decoded)
  try {
    const caller = await resolveCaller(services, { operation: name, input })
    const call = { ...callOf({ request, reply }, { input, caller }), ...signer, ...caller }
    // The registry checks that these types fit together. The look-up by name loses them.
    return encodeOutput(name, await operation.handle(services as never, input as never, call as never))
  } catch (thrown) {
    warnOfUndeclared(name, thrown, services.log)
    throw thrown
  }
}

function callOf({ request, reply }: Exchange, { input, caller }: { input: CallerInput; caller: KnownCaller }): Call {
  return {
    requestId: requestIdOf(reply),
    context: {
      clientId: caller && 'client' in caller ? caller.client.id : undefined,
      clientMetadata: input.ClientMetadata,
      sourceIp: request.ip,
      userAgent: request.headers['user-agent'],
    },
  }
}

interface Exchange {
  request: FastifyRequest
  reply: FastifyReply
}

const requestIdOf = (reply: FastifyReply): string => String(reply.getHeader(requestIdHeader))

/** Logs an exception that AWS does not list for the operation. The client still gets it: it says more than a server error. */
function warnOfUndeclared(operation: OperationName, thrown: unknown, log: Log): void {
  if (!isException(thrown) || isDeclared(operation, thrown.name)) return
  log.warn('api-exception-not-declared', { operation, exception: thrown.name })
}

function sendError(log: Log, error: unknown, { request, reply }: Exchange): FastifyReply {
  const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1]
  const unread = unreadableBody((error as { code?: unknown } | null)?.code)
  const exception = unread?.exception ?? exceptionOf(error, log, { requestId: requestIdOf(reply), operation })
  // Close the connection if the body was not fully read.
  if (!request.raw.complete) reply.header('connection', 'close')
  const { status, headers, body } = errorResponse(exception, unread?.status)
  return reply.status(status).headers(headers).type('application/x-amz-json-1.1').send(Buffer.from(body))
}

async function methodNotAllowed(_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { headers, body } = errorResponse(unknownOperation())
  return reply
    .status(405)
    .headers({ ...headers, allow: 'POST, OPTIONS' })
    .type('application/x-amz-json-1.1')
    .send(body)
}
