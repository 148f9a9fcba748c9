import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { connect } from 'node:tls'
import { boundedText } from '#core/bounded-text'

export interface ProbeAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export interface ProbeRequest {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Certificate {
  readonly validFrom: Date
  readonly validTo: Date
  /** Why this machine does not trust it, with OpenSSL's name. undefined when it does. */
  readonly distrust: string | undefined
}

/** The doctor's network access. Each call has a time limit. It returns redirects and does not follow them. */
export interface Probe {
  /** Throws a `ProbeFailure` when there is no answer. */
  send(url: string, request?: ProbeRequest): Promise<ProbeAnswer>
  /** Throws a `ProbeFailure` when the host has no address. */
  resolve(host: string): Promise<void>
  certificate(host: string, port: number): Promise<Certificate>
}

/** There was no answer. `code` is Node's name of the reason. */
export class ProbeFailure extends Error {
  override readonly name = 'ProbeFailure'
  readonly code: string

  constructor(code: string, options?: ErrorOptions) {
    super(reasons[code] ?? `there was no answer (${code})`, options)
    this.code = code
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name has no address (ENOTFOUND)',
  EAI_AGAIN: 'the name server did not answer (EAI_AGAIN)',
  ECONNREFUSED: 'no server listens at this address (ECONNREFUSED)',
  ECONNRESET: 'the server closed the connection (ECONNRESET)',
  TimeoutError: 'there was no answer in time',
  EPROTO: 'the server does not use TLS (EPROTO)',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the server does not use TLS (ERR_SSL_WRONG_VERSION_NUMBER)',
}

const maxBytes = 1024 * 1024

export function networkProbe({ timeoutMs = 10_000 }: { timeoutMs?: number } = {}): Probe {
  return {
    async send(url, { method = 'GET', headers = {}, body } = {}) {
      try {
        const response = await fetch(url, {
          method,
          headers,
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
          ...(body !== undefined && { body }),
        })
        return {
          status: response.status,
          headers: response.headers,
          text: (await boundedText(response.body, maxBytes)) ?? '',
        }
      } catch (thrown) {
        throw new ProbeFailure(codeOf(thrown), { cause: thrown })
      }
    },
    async resolve(host) {
      if (isIP(host) !== 0) return
      try {
        await within(lookup(host), timeoutMs)
      } catch (thrown) {
        throw new ProbeFailure(codeOf(thrown), { cause: thrown })
      }
    },
    certificate: (host, port) => certificateOf(host, port, { timeoutMs }),
  }
}

/** Connects only to read the certificate, and sends nothing. So it can also read a certificate that is not trusted. */
function certificateOf(host: string, port: number, { timeoutMs }: { timeoutMs: number }): Promise<Certificate> {
  return new Promise((resolve, reject) => {
    const servername = isIP(host) === 0 ? { servername: host } : {}
    const socket = connect({ host, port, rejectUnauthorized: false, timeout: timeoutMs, ...servername })
    const fail = (thrown: unknown) => {
      socket.destroy()
      reject(new ProbeFailure(codeOf(thrown), { cause: thrown }))
    }
    socket.once('error', fail)
    socket.once('timeout', () => fail(new DOMException('no answer', 'TimeoutError')))
    socket.once('secureConnect', () => {
      const { valid_from, valid_to } = socket.getPeerCertificate()
      const distrust = socket.authorized ? undefined : codeOf(socket.authorizationError)
      socket.destroy()
      resolve({ validFrom: new Date(valid_from), validTo: new Date(valid_to), distrust })
    })
  })
}

function within<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  const signal = AbortSignal.timeout(timeoutMs)
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
    work.then(resolve, reject)
  })
}

/** Node's name of the innermost reason. */
function codeOf(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown
  if (!(thrown instanceof Error)) return 'unknown'
  if (thrown.name === 'TimeoutError') return thrown.name
  if (thrown instanceof AggregateError) return codeOf(thrown.errors[0])
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code
  return thrown.cause === undefined ? thrown.name : codeOf(thrown.cause)
}
