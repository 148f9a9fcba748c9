import type { FastifyInstance } from 'fastify'
import { type ApplicationServices, applicationEndpoints } from './application-endpoints.ts'
import { type BrowserServices, browserEndpoints } from './browser-endpoints.ts'
import { type MetadataServices, metadataEndpoints } from './metadata-endpoints.ts'

/**
 * OAuth 2.0 and OpenID Connect as a Fastify plugin: the endpoints for browsers, for app clients, and for metadata.
 * Register it with `app.register(oauth({ services }))`.
 */
export function oauth({ services }: { services: ApplicationServices & BrowserServices & MetadataServices }) {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(browserEndpoints(services))
    await app.register(applicationEndpoints(services))
    await app.register(metadataEndpoints(services))
  }
}
