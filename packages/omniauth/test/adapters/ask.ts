import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:http2'
import { buffer } from 'node:stream/consumers'

export interface Question {
  readonly method?: string
  readonly headers?: Record<string, string>
  /** A list is sent in pieces, without a length. */
  readonly body?: string | Uint8Array | Iterable<string>
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly cookies: readonly string[]
  readonly bytes: Uint8Array
  readonly text: string
}

/** Sends requests that `fetch` can not send: any Host header, any method, a body that goes on after the answer. */
export async function ask(url: string, { method = 'GET', headers = {}, body }: Question = {}): Promise<Answer> {
  const { port, pathname, search } = new URL(url)
  const outgoing = request({ host: '127.0.0.1', port, path: pathname + search, method, headers, agent: false })
  const answered = new Promise<Answer>((resolve, reject) => {
    outgoing.once('error', reject)
    outgoing.once('response', async (incoming) => {
      const bytes = await buffer(incoming)
      const { statusCode: status = 0, headers } = incoming
      resolve({ status, headers, cookies: headers['set-cookie'] ?? [], bytes, text: bytes.toString() })
    })
  })
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) outgoing.end(body)
  else sendPieces(outgoing, body, answered)
  return answered
}

/** Sends until the pieces end or the server has answered. */
async function sendPieces(outgoing: ReturnType<typeof request>, pieces: Iterable<string>, answered: Promise<Answer>) {
  let done = false
  const end = () => {
    done = true
  }
  answered.then(end, end)
  for (const piece of pieces) {
    if (done) break
    await new Promise((resolve) => outgoing.write(piece, resolve))
  }
  outgoing.end()
}

/** Sends a request over HTTP/2 without TLS. */
export async function askHttp2(url: string, { method = 'GET', headers = {}, body }: Question = {}): Promise<Answer> {
  const { origin, pathname, search } = new URL(url)
  const session = connect(origin)
  try {
    const stream = session.request({ ':method': method, ':path': pathname + search, ...headers })
    const answered = new Promise<Omit<Answer, 'bytes' | 'text'>>((resolve, reject) => {
      stream.once('error', reject)
      stream.once('response', ({ ':status': status = 0, ...given }) =>
        resolve({ status, headers: given, cookies: given['set-cookie'] ?? [] }),
      )
    })
    stream.end(body)
    const [head, bytes] = await Promise.all([answered, buffer(stream)])
    return { ...head, bytes, text: bytes.toString() }
  } finally {
    session.close()
  }
}
