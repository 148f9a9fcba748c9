/** The registered URL that is meant, most likely, and in which one way it differs; undefined when none comes close. */
export function nearMiss(url: string, registered: readonly string[]): { url: string; difference: string } | undefined {
  for (const [difference, normal] of differences) {
    const found = registered.find((one) => normal(one) === normal(url))
    if (found !== undefined) return { url: found, difference }
  }
  return undefined
}

type Normal = (url: string) => string

const loopback = /^(https?:\/\/)(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/]|$)/i

/** Mildest first: what one of them takes away is the only difference. */
const differences: readonly (readonly [string, Normal])[] = [
  ['letter case', (url) => url.toLowerCase()],
  ['the slash at its end', (url) => url.replace(/\/$/, '')],
  ['blanks around it', (url) => url.trim()],
  ['the scheme (http, https)', (url) => url.replace(/^https?:/i, '')],
  ['the name of this machine (localhost, 127.0.0.1)', (url) => url.replace(loopback, '$1loopback')],
  ['a default port', (url) => url.replace(/^(http:\/\/[^/]*):80(?=\/)|^(https:\/\/[^/]*):443(?=\/)/i, '$1$2')],
  ['the port', (url) => url.replace(/^(https?:\/\/[^/:]*):\d+(?=\/|$)/i, '$1')],
  ['www.', (url) => url.replace(/^(https?:\/\/)www\./i, '$1')],
  ['its query', (url) => url.replace(/[?#].*$/, '')],
  ['its path', (url) => (URL.canParse(url) ? new URL(url).origin : url)],
]
