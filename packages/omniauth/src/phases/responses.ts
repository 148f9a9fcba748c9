export function redirect(location: string, cookies: readonly string[]): Response {
  const response = new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } })
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

/** A copy of a response with added cookies. A copy is needed because the response's headers may be immutable. */
export function withCookies(response: Response, cookies: readonly string[]): Response {
  const headers = new Headers(response.headers)
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}

/** The answer to a form that is too large. The rest of the form is not read. */
export function tooLarge(message: string): Response {
  return new Response(message, { status: 413, headers: { 'cache-control': 'no-store' } })
}
