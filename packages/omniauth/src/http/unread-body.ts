import type { Readable } from 'node:stream'

export interface UnreadBody {
  readonly stream: ReadableStream<Uint8Array>
  /** Discards the unread rest, so that the connection can be used for the next request. */
  release(): void
}

/**
 * The body of a Node request as a web stream that reads nothing until a consumer reads from it. So a request that the
 * application must answer still has its whole body. `Readable.toWeb` would read the first chunk at once.
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
      // A broken connection has nothing to discard.
      left.then(() => incoming.resume()).catch(() => {})
    },
  }
}
