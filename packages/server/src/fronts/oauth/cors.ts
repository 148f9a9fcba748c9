/** Any origin may call, but without cookies: these endpoints use no credential that a browser adds by itself. */
export const corsHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'www-authenticate',
}

/** @see https://fetch.spec.whatwg.org/#cors-preflight-fetch */
export const preflightHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '86400',
}
