import type { NeedsOfAll } from '#foundation/needs'
import { authorizationCode } from './authorization-code.ts'
import { refreshToken } from './refresh-token.ts'

/** Every grant that the token endpoint takes. */
export const grants = [authorizationCode, refreshToken] as const

/** What the grants need together. */
export type GrantNeeds = NeedsOfAll<(typeof grants)[number]['exchange']>

/** What discovery advertises and error messages name. */
export const grantTypes: readonly string[] = grants.map(({ grantType }) => grantType)
