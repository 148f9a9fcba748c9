import { type Frame, frameFor } from '@poolhouse/pages'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { parametersOf, type QueryParameters } from '#flows/authorization/parameters'
import type { IssuerSettings } from '#records/user-pools/issuer'

/** One request of a browser, and its answer. */
export interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** The language of a page follows the request's `lang`, which the application chooses. */
export const frameOf = ({ query }: FastifyRequest): Frame =>
  frameFor(parametersOf(query as QueryParameters).get('lang'))

/** Whether cookies must be secure. */
export const securityOf = ({ issuerSettings }: { issuerSettings: IssuerSettings }): { secure: boolean } => ({
  secure: issuerSettings.publicUrl.startsWith('https:'),
})
