import type { NeedsOfAll } from '#foundation/needs'
import { authorizationCode } from './authorization-code.ts'
import { refreshToken } from './refresh-token.ts'

/** All grants that the token endpoint supports. */
export const grants = [authorizationCode, refreshToken] as const

/** The services that the grants need together. */
export type GrantNeeds = NeedsOfAll<(typeof grants)[number]['exchange']>

/** The grant types for discovery and error messages. */
export const grantTypes: readonly string[] = grants.map(({ grantType }) => grantType)
