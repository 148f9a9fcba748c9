import type { Readable } from 'node:stream'

export interface UnreadBody {
  readonly stream: ReadableStream<Uint8Array>
  /** Throws away what nobody has read, so that the connection can carry the next request. */
  release(): void
}

/**
 * The body of a Node request as a web stream that takes nothing before somebody reads it: a request that turns out to be the application's
 * still has its whole body. `Readable.toWeb` would have taken the first chunk.
 */
export function unreadBody(incoming: Readable): UnreadBody {
  let chunks: AsyncIterator<Uint8Array> | undefined
  return {
    stream: new ReadableStream(
      {
        async pull(controller) {
          chunks ??= incoming.iterator({ destroyOnReturn: false })
          const { done, value } = await chunks.next()
          if (done === true) controller.close()
          else controller.enqueue(value)
        },
      },
      { highWaterMark: 0 },
    ),
    release() {
      const left = chunks?.return?.() ?? Promise.resolve()
      // A connection that broke has nothing to throw away.
      left.then(() => incoming.resume()).catch(() => {})
    },
  }
}
