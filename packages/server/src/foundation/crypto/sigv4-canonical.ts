import { createHash, createHmac } from 'node:crypto'

/** The canonical form of a request and the signature over it, the same for who signs and for who verifies. */

/** A request as it goes over the wire. */
export interface SignableRequest {
  method: string
  /** Raw, without the query. */
  path: string
  /** Raw, without the question mark. */
  query: string
  /** By lower case name. */
  headers: Readonly<Record<string, string | readonly string[] | undefined>>
  body: string | Uint8Array
}

/** For what a signature holds: one day, region and service. */
export interface CredentialScope {
  /** `YYYYMMDD` */
  date: string
  region: string
  service: string
}

export const ALGORITHM = 'AWS4-HMAC-SHA256'

/** `20150830T123600Z`: the only form of time that is signed. */
export const amzDate = (epochMs: number): string => new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '')

export const sha256Hex = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

/**
 * The hexadecimal signature; `undefined` for a request that has no canonical form.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signatureOf(
  { secret, scope, date }: { secret: string; scope: CredentialScope; date: string },
  request: SignableRequest & { signedHeaders: readonly string[] },
): string | undefined {
  const canonical = canonicalRequest(request)
  if (canonical === undefined) return undefined
  const toSign = [ALGORITHM, date, scopeText(scope), sha256Hex(canonical)].join('\n')
  const steps = [scope.date, scope.region, scope.service, 'aws4_request', toSign]
  return steps
    .reduce<Buffer>((key, step) => createHmac('sha256', key).update(step).digest(), Buffer.from(`AWS4${secret}`))
    .toString('hex')
}

export const scopeText = ({ date, region, service }: CredentialScope): string =>
  `${date}/${region}/${service}/aws4_request`

/** The value that is signed for a header: repeated ones joined, runs of blanks made one. */
export function canonicalHeader(request: SignableRequest, name: string): string | undefined {
  const value = Object.hasOwn(request.headers, name) ? request.headers[name] : undefined
  if (value === undefined) return undefined
  return [value]
    .flat()
    .map((one) => one.trim().replace(/\s+/g, ' '))
    .join(',')
}

function canonicalRequest(request: SignableRequest & { signedHeaders: readonly string[] }): string | undefined {
  const query = canonicalQuery(request.query)
  if (query === undefined) return undefined
  return [
    request.method,
    canonicalPath(request.path),
    query,
    ...request.signedHeaders.map((name) => `${name}:${canonicalHeader(request, name) ?? ''}`),
    '',
    request.signedHeaders.join(';'),
    sha256Hex(request.body),
  ].join('\n')
}

/** Dots and empty segments resolved; then each segment is encoded once more, as every service but S3 has it. */
function canonicalPath(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(encoded(segment))
  }
  return `/${segments.join('/')}${segments.length > 0 && path.endsWith('/') ? '/' : ''}`
}

function canonicalQuery(query: string): string | undefined {
  try {
    return query
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [name = '', ...value] = pair.split('=')
        return [name, value.join('=')].map((part) => encoded(decodeURIComponent(part))) as [string, string]
      })
      .sort(([a, x], [b, y]) => (a === b ? order(x, y) : order(a, b)))
      .map(([name, value]) => `${name}=${value}`)
      .join('&')
  } catch {
    return undefined
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Everything but the unreserved characters of RFC 3986. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
