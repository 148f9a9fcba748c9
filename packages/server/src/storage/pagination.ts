import type { Sealer } from '#foundation/crypto/seal'
import { fromBase64Url, toBase64Url } from '#foundation/encoding'
import { invalidPaginationToken } from '#foundation/exceptions/listings'

/** Page tokens. A token is opaque to the client and valid only for the listing that it came from. */
export interface PageTokens {
  /** The token for the next page. @param position where the page ended, as text */
  after(position: string): string
  /** The position in a token. @throws InvalidParameterException for a changed token or a token of another listing */
  read(token: string | undefined): string | undefined
}

/**
 * Makes the page tokens of one listing.
 * @param scope everything that the listing depends on: operation, user pool, filter. A token of another scope is
 *   refused.
 */
export function pageTokens({ sealer }: { sealer: Sealer }, scope: readonly string[]): PageTokens {
  const context = `page:${JSON.stringify(scope)}`
  return {
    after: (position) => toBase64Url(Buffer.from(sealer.seal(position, context))),
    read(token) {
      if (token === undefined) return undefined
      try {
        return sealer.open(fromBase64Url(token)?.toString() ?? '', context)
      } catch {
        throw invalidPaginationToken()
      }
    },
  }
}
