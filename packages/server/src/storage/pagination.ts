import type { Sealer } from '#foundation/crypto/seal'
import { fromBase64Url, toBase64Url } from '#foundation/encoding'
import { invalidPaginationToken } from '#foundation/exceptions/listings'

/** How a page's successor is named: opaque to the client, and good for the very listing it came from. */
export interface PageTokens {
  /** @param position where the page ended, as text */
  after(position: string): string
  /** Where to go on. @throws InvalidParameterException for a token that was edited or comes from elsewhere */
  read(token: string | undefined): string | undefined
}

/**
 * Page tokens of one listing.
 * @param scope all that the listing depends on: operation, user pool, filter. A token of another scope is refused.
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
