import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface TestProvider {
  url: string
  /** The claims of the next person who signs in. */
  person: Record<string, unknown>
  /** The error for the next sign-ins, for example after "Cancel". */
  denial: string | undefined
  close(): Promise<void>
}

/** A small OAuth2 provider over real HTTP. It signs in `person`, with codes that work once. */
export async function startProvider(person: Record<string, unknown>): Promise<TestProvider> {
  const codes = new Map<string, Record<string, unknown>>()
  const tokens = new Map<string, Record<string, unknown>>()
  const provider: TestProvider = { url: '', person, denial: undefined, close: async () => {} }

  const routes: Record<string, (request: IncomingMessage, url: URL) => Promise<Answer>> = {
    '/login': async (_request, url) => {
      const back = new URL(url.searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('state', url.searchParams.get('state') ?? '')
      if (provider.denial !== undefined) back.searchParams.set('error', provider.denial)
      else back.searchParams.set('code', remember(codes, provider.person))
      return { status: 302, location: back.href }
    },
    '/oauth2/token': async (request) => {
      const form = new URLSearchParams(await text(request))
      const known = take(codes, form.get('code'))
      if (known === undefined) return { status: 400, json: { error: 'invalid_grant' } }
      return { status: 200, json: { access_token: remember(tokens, known), token_type: 'Bearer', expires_in: 3600 } }
    },
    '/oauth2/userInfo': async (request) => {
      const known = tokens.get((request.headers.authorization ?? '').replace('Bearer ', ''))
      return known === undefined ? { status: 401, json: {} } : { status: 200, json: known }
    },
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', provider.url)
    const answer: Answer = (await routes[url.pathname]?.(request, url)) ?? { status: 404, json: {} }
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      ...(answer.location && { location: answer.location }),
    })
    response.end(JSON.stringify(answer.json ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  provider.url = `http://localhost:${(server.address() as AddressInfo).port}`
  provider.close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return provider
}

interface Answer {
  status: number
  location?: string
  json?: unknown
}

function remember<Value>(map: Map<string, Value>, value: Value): string {
  const key = randomBytes(16).toString('hex')
  map.set(key, value)
  return key
}

function take<Value>(map: Map<string, Value>, key: string | null): Value | undefined {
  const value = map.get(key ?? '')
  map.delete(key ?? '')
  return value
}
