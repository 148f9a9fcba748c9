/** Reads a body as UTF-8 text. Stops and returns undefined when it is longer than `maxBytes`. */
export async function boundedText(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<string | undefined> {
  const bytes = await boundedBytes(body, maxBytes)
  return bytes && new TextDecoder().decode(bytes)
}

/** The same, but returns bytes. */
export async function boundedBytes(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  if (body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = body.getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.byteLength
    if (size > maxBytes) {
      // Not awaited: cancelling the copy of a request waits until the original is also cancelled.
      reader.cancel().catch(() => {})
      return undefined
    }
    chunks.push(read.value)
  }
  const whole = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.byteLength
  }
  return whole
}
