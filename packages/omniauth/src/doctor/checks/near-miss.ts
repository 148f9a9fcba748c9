/** The most similar registered URL, and its difference. undefined when no registered URL is similar. */
export function nearMiss(url: string, registered: readonly string[]): { url: string; difference: string } | undefined {
  for (const [difference, normal] of differences) {
    const found = registered.find((one) => normal(one) === normal(url))
    if (found !== undefined) return { url: found, difference }
  }
  return undefined
}

type Normal = (url: string) => string

const loopback = /^(https?:\/\/)(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/]|$)/i

/** The smallest difference first. Each function removes one difference. */
const differences: readonly (readonly [string, Normal])[] = [
  ['letter case', (url) => url.toLowerCase()],
  ['the slash at its end', (url) => url.replace(/\/$/, '')],
  ['spaces around it', (url) => url.trim()],
  ['the scheme (http, https)', (url) => url.replace(/^https?:/i, '')],
  ['the name of this machine (localhost, 127.0.0.1)', (url) => url.replace(loopback, '$1loopback')],
  ['a default port', (url) => url.replace(/^(http:\/\/[^/]*):80(?=\/)|^(https:\/\/[^/]*):443(?=\/)/i, '$1$2')],
  ['the port', (url) => url.replace(/^(https?:\/\/[^/:]*):\d+(?=\/|$)/i, '$1')],
  ['www.', (url) => url.replace(/^(https?:\/\/)www\./i, '$1')],
  ['its query', (url) => url.replace(/[?#].*$/, '')],
  ['its path', (url) => (URL.canParse(url) ? new URL(url).origin : url)],
]
