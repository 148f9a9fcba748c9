import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type Answering = (response: ServerResponse, request: SeenRequest) => void

export interface LoopbackProvider {
  readonly url: string
  readonly seen: SeenRequest[]
  /** The answer of each path. A test replaces the ones that it needs. */
  readonly answers: Map<string, Answering>
  close(): Promise<void>
}

export function json(body: unknown, status = 200, type = 'application/json'): Answering {
  return (response) => response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
}

export function raw(body: string, headers: Record<string, string>, status = 200): Answering {
  return (response) => response.writeHead(status, headers).end(body)
}

/** An OAuth provider on a real socket, by default with the paths and the user info of Cognito. */
export async function loopbackProvider(): Promise<LoopbackProvider> {
  const seen: SeenRequest[] = []
  const answers = new Map<string, Answering>([
    [
      '/oauth2/token',
      json({ access_token: 'access-1', refresh_token: 'refresh-1', token_type: 'Bearer', expires_in: 3600 }),
    ],
    ['/oauth2/userInfo', json({ sub: 'sub-1', email_verified: 'true', email: 'jane@example.com', username: 'sub-1' })],
  ])
  const server = createServer(async (incoming, response) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const path = incoming.url ?? ''
    const { method = '', headers } = incoming
    const request = { method, path, headers, body: Buffer.concat(chunks).toString() }
    seen.push(request)
    const answering = answers.get(path.split('?', 1).join(''))
    if (answering === undefined) response.writeHead(404).end()
    else answering(response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    answers,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
