import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Whether two secrets are equal. The time does not depend on where they differ. It compares digests, so values of different
 * lengths take the same time too.
 */
export function constantTimeEqual(a: string | Uint8Array, b: string | Uint8Array): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())
}
