import { createHash } from 'node:crypto'

/** `at_hash`: the left half of an access token's SHA-256. @see https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken */
export const accessTokenHash = (accessToken: string): string =>
  createHash('sha256').update(accessToken, 'ascii').digest().subarray(0, 16).toString('base64url')
