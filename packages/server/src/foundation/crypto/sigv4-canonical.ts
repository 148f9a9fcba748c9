import { createHash, createHmac } from 'node:crypto'

/** The canonical form of a request and its signature. Signing and verifying use the same code. */

/** A request as it is sent. */
export interface SignableRequest {
  method: string
  /** Raw, without the query. */
  path: string
  /** Raw, without the question mark. */
  query: string
  /** The names are in lower case. */
  headers: Readonly<Record<string, string | readonly string[] | undefined>>
  body: string | Uint8Array
}

/** A signature is valid for one day, region and service. */
export interface CredentialScope {
  /** `YYYYMMDD` */
  date: string
  region: string
  service: string
}

export const signingAlgorithm = 'AWS4-HMAC-SHA256'

/** A time in the form that is signed: `20150830T123600Z`. */
export const amzDate = (epochMs: number): string => new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '')

export const sha256Hex = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

/**
 * The hexadecimal signature. `undefined` when the request has no canonical form.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signatureOf(
  { secret, scope, date }: { secret: string; scope: CredentialScope; date: string },
  request: SignableRequest & { signedHeaders: readonly string[] },
): string | undefined {
  const canonical = canonicalRequest(request)
  if (canonical === undefined) return undefined
  const toSign = [signingAlgorithm, date, scopeText(scope), sha256Hex(canonical)].join('\n')
  const steps = [scope.date, scope.region, scope.service, 'aws4_request', toSign]
  return steps
    .reduce<Buffer>((key, step) => createHmac('sha256', key).update(step).digest(), Buffer.from(`AWS4${secret}`))
    .toString('hex')
}

export const scopeText = ({ date, region, service }: CredentialScope): string =>
  `${date}/${region}/${service}/aws4_request`

/** The value that is signed for a header: repeated headers are joined, and runs of blanks become one blank. */
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

/** Resolves dots and empty segments, then encodes each segment once more. All services except S3 do it so. */
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

/** Percent-encodes all characters except the unreserved ones of RFC 3986. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
