const offsetBasis = 0xcbf29ce484222325n
const prime = 0x100000001b3n

/**
 * FNV-1a, 64 bits, over UTF-16 units: names a file after its content, so that it may be cached for ever. It protects
 * nothing, so it need not be a cryptographic hash.
 */
export function contentHash(content: string): string {
  let hash = offsetBasis
  for (let index = 0; index < content.length; index += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(content.charCodeAt(index))) * prime)
  }
  return hash.toString(16).padStart(16, '0')
}
